import type { FastifyBaseLogger } from 'fastify'
import type { mailOf } from '../config/mail-of.ts'
import { learnSchemes } from '../core/access/authentication/learn-schemes.ts'
import { compactUserCounts } from '../core/directory/users/compact-user-counts.ts'
import { operator } from '../core/kernel/caller.ts'
import { isDomainError } from '../core/kernel/domain-error.ts'
import type { Core } from '../core/kernel/executor.ts'
import type { Settings } from '../core/kernel/settings.ts'
import type { MailTransport } from '../core/messaging/mail/mail-transport.ts'
import { startCleanup } from '../jobs/cleanup.ts'
import { inBatches } from '../jobs/in-batches.ts'
import { makeMailDispatcher } from '../jobs/mail-dispatcher.ts'
import { makeRecoveryWorker } from '../jobs/recovery-worker.ts'
import { makeWebhookDispatcher } from '../jobs/webhook-dispatcher.ts'
import { openMailTransport } from '../mail/open-mail-transport.ts'
import { makeEmailRenderer } from '../mail/render-email.ts'
import type { OpenStore } from '../store/engine/open-store.ts'
import { mailSource, operatorSource, recoverySource, webhookSource } from './audit-sources.ts'
import { cleanupOperations } from './cleanup-operations.ts'

export type JobParts = {
  readonly core: Core
  readonly store: OpenStore
  readonly mail: ReturnType<typeof mailOf>
  readonly settings: Pick<Settings, 'defaultLanguage'>
  /** Replaces the configured mail transport. */
  readonly mailTransport: MailTransport | undefined
  readonly publicUrl: () => string
  readonly now: () => number
  readonly logger: FastifyBaseLogger | undefined
}

/** Logs job failures, except an unavailable database, which the store reports once. */
const warnOf =
  (logger: FastifyBaseLogger | undefined, component: string, message: string) => (error: Error) => {
    if (!isDomainError(error, 'unavailable')) logger?.warn({ component, err: error }, message)
  }

/** Cleanup, which runs from the beginning. */
const startCleanups = ({ core, store, logger }: Pick<JobParts, 'core' | 'store' | 'logger'>) => {
  const rows = startCleanup({
    tasks: [
      () => core.run(learnSchemes, {}, operator, operatorSource),
      ...cleanupOperations.map(({ operation, batch }) =>
        inBatches(() => core.run(operation, {}, operator, operatorSource), batch),
      ),
    ],
    onFailure: warnOf(logger, 'cleanup', 'cleanup failed'),
  })
  const userCounts = startCleanup({
    tasks:
      store.dialect === 'postgres' ? [() => core.run(compactUserCounts, {}, operator, operatorSource)] : [],
    onFailure: warnOf(logger, 'cleanup', 'compaction of user counts failed'),
    interval: 20_000,
  })
  return {
    async stop() {
      await userCounts.stop()
      await rows.stop()
    },
  }
}

/** Background jobs: cleanup runs from the beginning; mail, webhooks and recovery run after `start`. */
export const makeJobs = (parts: JobParts) => {
  const { core, mail, settings, publicUrl, now, logger } = parts
  const cleanups = startCleanups(parts)
  const configuredTransport = openMailTransport(mail, ({ id, template }, file) =>
    logger?.info({ component: 'mail', message_id: id, template, file }, 'email written to the mail folder'),
  )
  const mailDispatcher = makeMailDispatcher({
    core,
    source: mailSource,
    mailTransport: parts.mailTransport ?? configuredTransport,
    render: makeEmailRenderer(publicUrl, settings.defaultLanguage),
    now,
    random: Math.random,
    onAttemptFailed: ({ id, template, attempts }, error, final) =>
      logger?.warn(
        { component: 'mail', message_id: id, template, attempts, err: { message: error } },
        final ? 'email failed permanently' : 'email attempt failed; retrying later',
      ),
    onFailure: warnOf(logger, 'mail', 'mail dispatch failed'),
  })
  const webhooks = makeWebhookDispatcher({
    core,
    source: webhookSource,
    random: Math.random,
    onFailure: warnOf(logger, 'webhooks', 'webhook dispatch failed'),
  })
  const recoveryWorker = makeRecoveryWorker({
    core,
    source: recoverySource,
    onFailure: warnOf(logger, 'recovery', 'processing of recovery requests failed'),
    // Excludes the submitted identifier, which can be a personal email address.
    onUnsent: ({ reason, userId }) =>
      logger?.info(
        { component: 'recovery', reason, user_id: userId },
        'recovery request processed without sending an email',
      ),
  })

  return {
    mailDispatcher,
    webhooks,
    recoveryWorker,
    start() {
      mailDispatcher.start()
      // Sends what an earlier process left.
      mailDispatcher.wake()
      recoveryWorker.start()
      webhooks.start()
    },
    async stop() {
      await recoveryWorker.stop()
      await webhooks.stop()
      await mailDispatcher.stop()
      configuredTransport.close()
      await cleanups.stop()
    },
  }
}
