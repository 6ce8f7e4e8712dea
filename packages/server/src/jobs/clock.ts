import type { ClockStore } from '../core/kernel/clock/clock-store.ts'

/** Where time comes from: unix milliseconds of the one clock that all nodes on a database share. */
export type TimeSource = {
  /** The clock of the database server; absent where the machine's own clock is the only one. */
  readonly databaseTime?: (() => Promise<number>) | undefined
  readonly systemTime: () => number
  /** Milliseconds that only ever go forward. */
  readonly elapsed: () => number
}

export type ClockParts = TimeSource & {
  readonly store: ClockStore
  readonly reach: (at: number) => Promise<void>
  /** The machine's clock and the database's differ by so many milliseconds; positive: the machine is ahead. */
  readonly onDifference: (milliseconds: number) => void
  /** Time was set back: the clock is ahead of it by so many milliseconds and runs at half speed. */
  readonly onSetBack: (milliseconds: number) => void
  readonly onTrouble: (error: Error) => void
}

export type Clock = {
  /** Never goes back, not even over a restart, and never runs ahead of the clock of the database (see `latest`). */
  readonly now: () => number
  /** At least `now` of every node at this moment. */
  readonly latest: () => number
  /** The time of day, for protocols whose other side reads a clock of its own; may go back. */
  readonly wallTime: () => number
  readonly waitUntil: (ms: number) => Promise<void>
  /** One measurement; for tests. */
  readonly round: () => Promise<void>
  stop(): Promise<void>
}

/** Milliseconds between measurements, and between notes of how far the clock has come. */
const interval = 1000
const noteInterval = 5000
/** A lead below this is the noise of measuring. */
const noise = 1000
/** Quartz is better than one part in a thousand. */
const drift = 0.001
/** A machine that differs from the database by more than this needs attention. */
const tolerated = 2000

/** A reading: the source showed between `low` and `high` when `elapsed` was `at`. */
type Reading = { readonly at: number; readonly low: number; readonly high: number }

/**
 * The one clock of a node. With a database server it is that server's clock, so that nodes agree however wrong
 * their own clocks are: `now` counts from the moment an answer arrived, and so is never ahead of the server;
 * `latest` counts from the moment the question left, and so is never behind it. Whoever dates something that must
 * not come after `X` takes `now`, whoever dates the end of `X` takes `latest`.
 *
 * A source that is set back does not take the clock with it: the clock goes on from where it was, at half the speed,
 * until the source has caught up. How far it came is noted in the database for the next start and for other nodes.
 */
export const startClock = async (parts: ClockParts): Promise<Clock> => {
  const { store, reach, databaseTime, systemTime, elapsed, onDifference, onSetBack, onTrouble } = parts
  let reading: Reading
  /** How far the clock is ahead of the source, and when that was found out; it halves the speed until it is gone. */
  let lead = { at: elapsed(), by: 0 }
  let notedAt = Number.NEGATIVE_INFINITY
  let differs = false
  let setBack = false
  let failing = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const local = (): Reading => {
    const time = systemTime()
    return { at: elapsed(), low: time, high: time }
  }
  const measure = async (): Promise<Reading> => {
    if (!databaseTime) return local()
    const asked = elapsed()
    const time = await databaseTime()
    const at = elapsed()
    return { at, low: time, high: time + (at - asked) }
  }
  const leadAt = (at: number) => Math.max(0, lead.by - (at - lead.at) / 2)
  const low = ({ at, low }: Reading, when: number) => low + (when - at)
  const high = ({ at, high }: Reading, when: number) => high + (when - at) * (1 + drift)

  /** The source as read now takes the place of what was extrapolated; the clock itself does not go back. */
  const adopt = (next: Reading) => {
    const before = low(reading, next.at) + leadAt(next.at)
    const overlap = next.low <= high(reading, next.at) && next.high >= low(reading, next.at)
    // The narrower of two readings that agree says more; one that contradicts means that the source was set.
    if (overlap && next.high - next.low > high(reading, next.at) - low(reading, next.at)) return
    reading = next
    lead = { at: next.at, by: Math.max(0, before - next.low) }
  }
  /** Never less than what any node has noted. */
  const atLeast = (time: number) => {
    const at = elapsed()
    const by = time - low(reading, at)
    if (by > leadAt(at)) lead = { at, by }
  }
  const refreshed = (): number => {
    if (!databaseTime) adopt(local())
    return elapsed()
  }
  const now = () => {
    const at = refreshed()
    return Math.floor(low(reading, at) + leadAt(at))
  }

  const judge = () => {
    const at = elapsed()
    if (databaseTime) {
      const difference = Math.round(systemTime() - low(reading, at))
      if (Math.abs(difference) <= tolerated) differs = false
      else if (!differs) {
        differs = true
        onDifference(difference)
      }
    }
    const by = Math.round(leadAt(at))
    if (by <= noise) setBack = false
    else if (!setBack) {
      setBack = true
      onSetBack(by)
    }
  }
  const round = async () => {
    try {
      const next = await measure()
      adopt(next)
      atLeast(await store.reached())
      judge()
      const at = elapsed()
      if (at - notedAt >= noteInterval || leadAt(at) > noise) {
        await reach(now())
        notedAt = at
      }
      failing = false
    } catch (error) {
      if (!failing && !stopped) onTrouble(error as Error)
      failing = true
    }
  }

  reading = await measure()
  lead = { at: reading.at, by: 0 }
  atLeast(Math.max(await store.reached(), (await store.newestEvent()) ?? 0))
  judge()
  let looking: Promise<void> = Promise.resolve()
  const again = () => {
    if (stopped) return
    timer = setTimeout(() => {
      looking = round().then(again)
    }, interval)
    timer.unref()
  }
  again()

  return {
    now,
    latest: () => {
      const at = refreshed()
      const ahead = leadAt(at)
      // What other nodes have come to is known a measurement late while the clock is ahead of its source.
      return Math.ceil(
        Math.max(high(reading, at), low(reading, at) + ahead) + (ahead > noise ? 2 * interval : 0),
      )
    },
    wallTime: () => (databaseTime ? Math.floor(low(reading, elapsed())) : systemTime()),
    async waitUntil(ms) {
      while (now() < ms && !stopped)
        await new Promise((resolve) => setTimeout(resolve, Math.min(Math.max(1, ms - now()), 1000)))
    },
    round,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
      await reach(now()).catch(onTrouble)
    },
  }
}
