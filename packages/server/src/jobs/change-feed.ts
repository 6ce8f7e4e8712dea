import type { ChangeReader } from '../core/kernel/events/change-reader.ts'

export type ChangeFeedParts = {
  readonly changes: ChangeReader
  /** Told what others changed, soon after they committed. */
  readonly touched: (keys: readonly string[]) => void
  readonly onTrouble: (error: Error) => void
}

export type ChangeFeed = {
  /** Whether everything committed up to a moment ago has been heard: false, and memory must not be trusted. */
  readonly fresh: () => boolean
  stop(): Promise<void>
}

/** Milliseconds between looks, and how old the last one may be: a change elsewhere shows within the second. */
const interval = 30
const lease = 90

/**
 * Keeps one node's memory honest about what other nodes and processes commit. A node that cannot hear, or
 * hears too late, stops trusting its memory until it hears again; the reader hands out nothing twice and
 * skips no transaction that commits late.
 */
export const startChangeFeed = ({
  changes,
  touched: onInvalidate,
  onTrouble,
}: ChangeFeedParts): ChangeFeed => {
  let heardAt = Number.NEGATIVE_INFINITY
  let deaf = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let look: Promise<void> = Promise.resolve()

  const once = async () => {
    const asked = performance.now()
    try {
      const keys = await changes.next()
      if (keys.length > 0) onInvalidate(keys)
      heardAt = asked
      deaf = false
    } catch (error) {
      if (!deaf && !stopped) onTrouble(error as Error)
      deaf = true
    }
  }
  const again = () => {
    if (stopped) return
    timer = setTimeout(() => {
      look = once().then(again)
    }, interval)
    timer.unref()
  }
  look = once().then(again)

  return {
    fresh: changes.local ? () => true : () => performance.now() - heardAt < lease,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await look
    },
  }
}
