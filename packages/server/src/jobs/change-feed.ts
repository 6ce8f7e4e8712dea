import type { ChangeReader } from '../core/kernel/events/change-reader.ts'

export type ChangeFeedParts = {
  readonly changes: ChangeReader
  /** Called with the cache keys that other nodes and processes invalidated, soon after they committed. */
  readonly onInvalidate: (keys: readonly string[]) => void
  readonly onTrouble: (error: Error) => void
}

export type ChangeFeed = {
  /** Whether all changes committed up to a moment ago were read. If false, caches must be bypassed. */
  readonly fresh: () => boolean
  stop(): Promise<void>
}

/** Milliseconds between polls, and the maximum age of the last one: a remote change is visible within a second. */
const interval = 30
const lease = 90

/**
 * Invalidates this node's caches when other nodes and processes commit. While polling fails or is late, `fresh` is
 * false and caches are bypassed. The reader returns no change twice and skips no transaction that commits late.
 */
export const startChangeFeed = ({ changes, onInvalidate, onTrouble }: ChangeFeedParts): ChangeFeed => {
  let readAt = Number.NEGATIVE_INFINITY
  let failing = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let poll: Promise<void> = Promise.resolve()

  const once = async () => {
    const startedAt = performance.now()
    try {
      const keys = await changes.next()
      if (keys.length > 0) onInvalidate(keys)
      readAt = startedAt
      failing = false
    } catch (error) {
      if (!failing && !stopped) onTrouble(error as Error)
      failing = true
    }
  }
  const again = () => {
    if (stopped) return
    timer = setTimeout(() => {
      poll = once().then(again)
    }, interval)
    timer.unref()
  }
  poll = once().then(again)

  return {
    fresh: changes.local ? () => true : () => performance.now() - readAt < lease,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await poll
    },
  }
}
