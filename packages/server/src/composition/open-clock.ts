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
        { seconds: milliseconds / 1000 },
        'the clock of this machine differs from the database clock, which is used: correct the clock of this machine',
      ),
    onSetBack: (milliseconds) =>
      logger?.warn(
        { seconds: milliseconds / 1000 },
        'the clock was set back: Muster continues from the latest time it has recorded, at half speed, until the clock catches up',
      ),
    onFailure: (error) => logger?.warn({ err: error }, 'clock measurement failed: using the previous one'),
  })
