import type { FastifyBaseLogger } from 'fastify'
import type { mailOf } from '../config/mail-of.ts'
import { learnSchemes } from '../core/auth/learn-schemes.ts'
import type { Core } from '../core/core.ts'
import type { Post } from '../core/mail/post.ts'
import { isRefusal } from '../core/refusal.ts'
import { compactUserCounts } from '../core/users/compact-user-counts.ts'
import { makeCourier } from '../jobs/courier.ts'
import { inBatches } from '../jobs/in-batches.ts'
import { makeRecoveryClerk } from '../jobs/recovery-clerk.ts'
import { startSweep } from '../jobs/sweep.ts'
import { makeWebhookCourier } from '../jobs/webhook-courier.ts'
import { makeLetterWriter } from '../mail/letter-writer.ts'
import { openPost } from '../mail/open-post.ts'
import type { OpenStore } from '../store/open-store.ts'
import { cleanUps } from './clean-ups.ts'
import { courierOrigin, operatorOrigin, recoveryOrigin, webhookOrigin } from './origins.ts'

export type JobParts = {
  readonly core: Core
  readonly store: OpenStore
  readonly mail: ReturnType<typeof mailOf>
  /** Takes letters in place of what is configured. */
  readonly post: Post | undefined
  readonly publicUrl: () => string
  readonly now: () => number
  readonly logger: FastifyBaseLogger | undefined
}

/** The store reports a database that does not work, once; each round of a job need not repeat it. */
const warnOf = (logger: FastifyBaseLogger | undefined, message: string) => (error: Error) => {
  if (!isRefusal(error, 'unavailable')) logger?.warn({ err: error }, message)
}

const operator = { kind: 'operator' } as const

/** What runs on a clock: forgetting from the beginning, letters, webhooks and recovery once `start` is called. */
export const makeJobs = ({ core, store, mail, post: given, publicUrl, now, logger }: JobParts) => {
  const sweep = startSweep({
    forget: [
      () => core.run(learnSchemes, {}, operator, operatorOrigin),
      ...cleanUps.map(([operation, full]) =>
        inBatches(() => core.run(operation, {}, operator, operatorOrigin), full),
      ),
    ],
    onTrouble: warnOf(logger, 'what no longer matters cannot be cleared away'),
  })

  const countSweep = startSweep({
    forget:
      store.dialect === 'postgres' ? [() => core.run(compactUserCounts, {}, operator, operatorOrigin)] : [],
    onTrouble: warnOf(logger, 'the counts of users cannot be added up'),
    interval: 20_000,
  })

  const post = openPost(mail, ({ id, template }, file) =>
    logger?.info({ message: id, template, file }, 'a letter was put into the outbox'),
  )
  const courier = makeCourier({
    core,
    origin: courierOrigin,
    post: given ?? post,
    write: makeLetterWriter(publicUrl),
    now,
    random: Math.random,
    onFailed: ({ id, template, attempts }, error, final) =>
      logger?.warn(
        { message: id, template, attempts, error },
        final ? 'a letter cannot be sent, and is given up' : 'a letter cannot be sent now',
      ),
    onTrouble: warnOf(logger, 'letters that are due cannot be fetched'),
  })
  const webhooks = makeWebhookCourier({
    core,
    origin: webhookOrigin,
    random: Math.random,
    onTrouble: warnOf(logger, 'webhooks cannot be told what happened'),
  })
  const recoveryClerk = makeRecoveryClerk({
    core,
    origin: recoveryOrigin,
    onTrouble: warnOf(logger, 'requests for new passwords cannot be answered'),
    // Without what was typed, which may be the address of a person.
    onUnsent: ({ reason, userId }) =>
      logger?.info(
        { component: 'recovery', reason, user: userId },
        'recovery request answered without a letter',
      ),
  })

  return {
    courier,
    webhooks,
    recoveryClerk,
    start() {
      courier.start()
      recoveryClerk.start()
      webhooks.start()
    },
    async stop() {
      await recoveryClerk.stop()
      await webhooks.stop()
      await courier.stop()
      post.close()
      await countSweep.stop()
      await sweep.stop()
    },
  }
}
