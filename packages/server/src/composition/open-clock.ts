import type { FastifyBaseLogger } from 'fastify'
import { type Clock, startClock } from '../jobs/clock.ts'
import type { OpenStore } from '../store/engine/open-store.ts'

type ClockOptions = { readonly logger?: FastifyBaseLogger; readonly systemTime?: () => number }

/** The clock that this node shares with all others on the database. */
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
        'the clock of this machine differs from the clock of the database, which is used: set this machine right',
      ),
    onSetBack: (milliseconds) =>
      logger?.warn(
        { seconds: milliseconds / 1000 },
        'the clock was set back: Muster continues from the latest time it has recorded, at half speed, until the clock catches up',
      ),
    onTrouble: (error) => logger?.warn({ err: error }, 'clock measurement failed; the last one is used'),
  })
