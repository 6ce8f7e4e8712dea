import type { ClockStore } from '../core/kernel/clock/clock-store.ts'
import {
  high,
  isConsistent,
  isNarrower,
  low,
  type Reading,
  readMachine,
  readSource,
  type TimeSource,
} from './clock-reading.ts'
import { makePoller } from './poller.ts'

export type ClockParts = TimeSource & {
  readonly store: ClockStore
  readonly reach: (at: number) => Promise<void>
  /** The difference between the machine's clock and the database's in milliseconds; positive: the machine is ahead. */
  readonly onDifference: (milliseconds: number) => void
  /** The source was set back: this clock is ahead by that many milliseconds and runs at half speed. */
  readonly onSetBack: (milliseconds: number) => void
  /** Called when measurements start to fail. */
  readonly onFailure: (error: Error) => void
}

export type Clock = {
  /** Never goes back, not even after a restart, and is never ahead of the database clock (see `latest`). */
  readonly now: () => number
  /** At least the current `now` of every node. */
  readonly latest: () => number
  /** The time of day, for protocols whose peer uses its own clock; can go back. */
  readonly wallTime: () => number
  readonly waitUntil: (ms: number) => Promise<void>
  /** Makes one measurement; for tests. */
  readonly round: () => Promise<void>
  stop(): Promise<void>
}

/** Milliseconds between measurements, and between records of the time reached. */
const interval = 1000
const noteInterval = 5000
/** A lead in milliseconds below this is measurement noise. */
const noise = 1000
/** Difference between machine and database in milliseconds above which a warning is logged. */
const tolerated = 2000

/**
 * The clock of a node. With a database server it follows that server's clock, so that nodes agree even if their
 * machine clocks are wrong. `now` counts from the arrival of a response and is never ahead of the server; `latest`
 * counts from the sending of the request and is never behind it. Use `now` for a start that must not be after an
 * event, and `latest` for an end that must not be before it.
 *
 * If the source is set back, the clock continues from its current time at half speed until the source catches up.
 * The time reached is recorded in the database for the next start and for other nodes.
 */
export const startClock = async (parts: ClockParts): Promise<Clock> => {
  const { store, reach, databaseTime, systemTime, elapsed, onDifference, onSetBack, onFailure } = parts
  let reading = await readSource(parts)
  /** How far the clock is ahead of the source, and when that was measured; the speed is halved until it is gone. */
  let lead = { at: reading.at, by: 0 }
  let notedAt = Number.NEGATIVE_INFINITY
  let differs = false
  let setBack = false
  let stopped = false

  const leadAt = (at: number) => Math.max(0, lead.by - (at - lead.at) / 2)

  /** Replaces the extrapolated source with a new reading; the clock itself does not go back. */
  const adopt = (next: Reading) => {
    const before = low(reading, next.at) + leadAt(next.at)
    // Of two consistent readings the narrower one is kept; an inconsistent one means that the source was set.
    if (isConsistent(reading, next) && isNarrower(reading, next)) return
    reading = next
    lead = { at: next.at, by: Math.max(0, before - next.low) }
  }
  /** Raises the clock to the time that any node has recorded. */
  const atLeast = (time: number) => {
    const at = elapsed()
    const by = time - low(reading, at)
    if (by > leadAt(at)) lead = { at, by }
  }
  const refreshed = (): number => {
    if (!databaseTime) adopt(readMachine(parts))
    return elapsed()
  }
  const now = () => {
    const at = refreshed()
    return Math.floor(low(reading, at) + leadAt(at))
  }

  const reportDifferences = () => {
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
  const measure = async () => {
    adopt(await readSource(parts))
    atLeast(await store.reached())
    reportDifferences()
    const at = elapsed()
    if (at - notedAt < noteInterval && leadAt(at) <= noise) return
    await reach(now())
    notedAt = at
  }

  atLeast(Math.max(await store.reached(), (await store.newestEvent()) ?? 0))
  reportDifferences()
  const poller = makePoller({ interval, round: measure, onFailure })
  poller.start()

  return {
    now,
    latest: () => {
      const at = refreshed()
      const ahead = leadAt(at)
      // While the clock is ahead of its source, the time of other nodes is known one measurement late.
      return Math.ceil(
        Math.max(high(reading, at), low(reading, at) + ahead) + (ahead > noise ? 2 * interval : 0),
      )
    },
    wallTime: () => (databaseTime ? Math.floor(low(reading, elapsed())) : systemTime()),
    async waitUntil(ms) {
      while (now() < ms && !stopped)
        await new Promise((resolve) => setTimeout(resolve, Math.min(Math.max(1, ms - now()), 1000)))
    },
    round: poller.round,
    async stop() {
      stopped = true
      await poller.stop()
      await reach(now()).catch(onFailure)
    },
  }
}
