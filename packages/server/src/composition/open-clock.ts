import type { FastifyBaseLogger } from 'fastify'
import { type Clock, startClock } from '../jobs/clock.ts'
import type { OpenStore } from '../store/engine/open-store.ts'

type ClockOptions = { readonly logger?: FastifyBaseLogger; readonly systemTime?: () => number }

/** The clock that all nodes of a database share. */
export const openClock = (
  store: OpenStore,
  { logger, systemTime = Date.now }: ClockOptions,
): Promise<Clock> =>
  startClock({
    store: store.reading.clock,
    reach: (at) => store.transaction('read committed', ({ clock }) => clock.reach(at)),
    databaseTime: store.databaseTime,
    systemTime,
    elapsed: () => performance.now(),
    onDifference: (milliseconds) =>
      logger?.warn(
        { component: 'clock', seconds: milliseconds / 1000 },
        'system clock differs from the database clock; using the database clock',
      ),
    onSetBack: (milliseconds) =>
      logger?.warn(
        { component: 'clock', seconds: milliseconds / 1000 },
        'system clock moved backwards; continuing at half speed until it catches up',
      ),
    onFailure: (error) =>
      logger?.warn({ component: 'clock', err: error }, 'clock measurement failed; using the previous one'),
  })
