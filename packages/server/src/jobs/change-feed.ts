import type { ChangeReader } from '../core/kernel/events/event.ts'
import { makePoller } from './poller.ts'

export type ChangeFeedParts = {
  readonly changes: ChangeReader
  /** Called with the cache keys that other nodes and processes invalidated, soon after they committed. */
  readonly onInvalidate: (keys: readonly string[]) => void
  /** Called when reading starts to fail. */
  readonly onFailure: (error: Error) => void
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
export const startChangeFeed = ({ changes, onInvalidate, onFailure }: ChangeFeedParts): ChangeFeed => {
  let readAt = Number.NEGATIVE_INFINITY
  const poller = makePoller({
    interval,
    onFailure,
    async round() {
      const startedAt = performance.now()
      const keys = await changes.next()
      if (keys.length > 0) onInvalidate(keys)
      readAt = startedAt
    },
  })
  poller.start()
  poller.wake()
  return {
    fresh: changes.local ? () => true : () => performance.now() - readAt < lease,
    stop: poller.stop,
  }
}
