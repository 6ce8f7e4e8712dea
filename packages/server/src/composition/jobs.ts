import type { FastifyBaseLogger } from 'fastify'
import type { mailOf } from '../config/mail-of.ts'
import { learnSchemes } from '../core/access/authentication/learn-schemes.ts'
import { compactUserCounts } from '../core/directory/users/compact-user-counts.ts'
import { isDomainError } from '../core/kernel/domain-error.ts'
import type { Core } from '../core/kernel/executor.ts'
import type { MailTransport } from '../core/messaging/mail/mail-transport.ts'
import { startCleanup } from '../jobs/cleanup.ts'
import { inBatches } from '../jobs/in-batches.ts'
import { makeMailDispatcher } from '../jobs/mail-dispatcher.ts'
import { makeRecoveryWorker } from '../jobs/recovery-worker.ts'
import { makeWebhookDispatcher } from '../jobs/webhook-dispatcher.ts'
import { openMailTransport } from '../mail/open-mail-transport.ts'
import { makeLetterWriter } from '../mail/render-email.ts'
import type { OpenStore } from '../store/engine/open-store.ts'
import { courierOrigin, operatorOrigin, recoveryOrigin, webhookOrigin } from './audit-sources.ts'
import { cleanUps } from './cleanup-jobs.ts'

export type JobParts = {
  readonly core: Core
  readonly store: OpenStore
  readonly mail: ReturnType<typeof mailOf>
  /** Takes letters in place of what is configured. */
  readonly post: MailTransport | undefined
  readonly publicUrl: () => string
  readonly now: () => number
  readonly logger: FastifyBaseLogger | undefined
}

/** The store reports a database that does not work, once; each round of a job need not repeat it. */
const warnOf = (logger: FastifyBaseLogger | undefined, message: string) => (error: Error) => {
  if (!isDomainError(error, 'unavailable')) logger?.warn({ err: error }, message)
}

const operator = { kind: 'operator' } as const

/** What runs on a clock: forgetting from the beginning, letters, webhooks and recovery once `start` is called. */
export const makeJobs = ({ core, store, mail, post: given, publicUrl, now, logger }: JobParts) => {
  const sweep = startCleanup({
    forget: [
      () => core.run(learnSchemes, {}, operator, operatorOrigin),
      ...cleanUps.map(([operation, full]) =>
        inBatches(() => core.run(operation, {}, operator, operatorOrigin), full),
      ),
    ],
    onTrouble: warnOf(logger, 'what no longer matters cannot be cleared away'),
  })

  const countSweep = startCleanup({
    forget:
      store.dialect === 'postgres' ? [() => core.run(compactUserCounts, {}, operator, operatorOrigin)] : [],
    onTrouble: warnOf(logger, 'the counts of users cannot be added up'),
    interval: 20_000,
  })

  const post = openMailTransport(mail, ({ id, template }, file) =>
    logger?.info({ message: id, template, file }, 'a letter was put into the outbox'),
  )
  const dispatcher = makeMailDispatcher({
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
  const webhooks = makeWebhookDispatcher({
    core,
    origin: webhookOrigin,
    random: Math.random,
    onTrouble: warnOf(logger, 'webhooks cannot be told what happened'),
  })
  const recoveryClerk = makeRecoveryWorker({
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
    courier: dispatcher,
    webhooks,
    recoveryClerk,
    start() {
      dispatcher.start()
      recoveryClerk.start()
      webhooks.start()
    },
    async stop() {
      await recoveryClerk.stop()
      await webhooks.stop()
      await dispatcher.stop()
      post.close()
      await countSweep.stop()
      await sweep.stop()
    },
  }
}
