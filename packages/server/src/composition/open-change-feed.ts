import type { FastifyBaseLogger } from 'fastify'
import { type ChangeFeed, startChangeFeed } from '../jobs/change-feed.ts'
import type { OpenStore } from '../store/engine/open-store.ts'
import type { OnInvalidate } from './invalidation.ts'

/** Receives the invalidations of other nodes. */
export const openChangeFeed = (
  { changes }: Pick<OpenStore, 'changes'>,
  onInvalidate: OnInvalidate,
  logger: FastifyBaseLogger | undefined,
): ChangeFeed =>
  startChangeFeed({
    changes,
    onInvalidate,
    onFailure: ({ message }) =>
      logger?.warn(
        { component: 'change_feed', err: { message } },
        'change feed unavailable; bypassing caches',
      ),
  })
