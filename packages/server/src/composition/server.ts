import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { SettingSources } from '../config/load-config.ts'
import { mailOf } from '../config/mail-of.ts'
import { masterKey } from '../config/master-key.ts'
import { openIdClientsOf } from '../config/openid-clients.ts'
import { keepPrivate } from '../config/private-files.ts'
import { publicUrlOf } from '../config/public-url.ts'
import { readRules } from '../config/read-rules.ts'
import { settingsOf } from '../config/settings-of.ts'
import type { Config } from '../config/settings-table.ts'
import { learnSchemes, passwordSchemesChanged } from '../core/access/authentication/learn-schemes.ts'
import type { RowFormats } from '../core/accounts/imports/raw-row.ts'
import { operator } from '../core/kernel/caller.ts'
import type { Core } from '../core/kernel/executor.ts'
import { mailQueueChanged } from '../core/messaging/mail/enqueue-mail.ts'
import type { MailTransport } from '../core/messaging/mail/mail-transport.ts'
import { makeId, makeOrderedIds } from '../crypto/ids.ts'
import { signedCursors } from '../crypto/signed-cursors.ts'
import { makeLdapDriver } from '../directory-drivers/ldap/ldap-driver.ts'
import { rowFormats as makeRowFormats } from '../formats/row-formats.ts'
import type { Opening } from '../http/opening.ts'
import { stopServing } from '../http/server.ts'
import type { MailDispatcher } from '../jobs/mail-dispatcher.ts'
import type { RecoveryWorker } from '../jobs/recovery-worker.ts'
import type { WebhookDispatcher } from '../jobs/webhook-dispatcher.ts'
import { makeOpenIdClients } from '../openid/openid-clients.ts'
import { outboundFetch } from '../outbound/outbound-fetch.ts'
import type { OpenStore } from '../store/engine/open-store.ts'
import { enabledApis } from './apis.ts'
import { operatorSource } from './audit-sources.ts'
import { composeCore } from './compose-core.ts'
import { cryptoPorts } from './crypto-ports.ts'
import { makeHttp } from './http.ts'
import { makeInvalidation, onKey } from './invalidation.ts'
import { makeJobs } from './jobs.ts'
import { makeKeyRings, ownTokenRings } from './key-rings.ts'
import { makePasswords } from './make-passwords.ts'
import { networkPolicyOf } from './network-policy.ts'
import { openChangeFeed } from './open-change-feed.ts'
import { openClock } from './open-clock.ts'
import { openStore } from './open-store.ts'
import { prepareCore } from './prepare-core.ts'
import { privatePaths } from './private-paths.ts'
import { makePublicUrl } from './public-url.ts'
import { reportDeepProjects } from './report-deep-projects.ts'
import { reportDuplicateNames } from './report-duplicate-names.ts'
import { samlIssuerOf } from './saml-issuer.ts'
import { serverReportOf } from './server-report.ts'
import { logStartupWarnings } from './startup-warnings.ts'

export type Muster = {
  readonly app: FastifyInstance
  readonly core: Core
  readonly store: OpenStore
  /** Requests wait from `hold` to `open`. */
  readonly opening: Opening
  readonly rowFormats: RowFormats
  /** Sends due emails; `round` does it at once, for tests. */
  readonly mailDispatcher: Pick<MailDispatcher, 'round'>
  /** Processes recovery requests, likewise. */
  readonly recoveryWorker: Pick<RecoveryWorker, 'round'>
  /** Delivers events to webhooks, likewise. */
  readonly webhooks: Pick<WebhookDispatcher, 'round' | 'settled'>
  /** The port of `metrics_listen` once it is open. */
  readonly metricsPort: () => number | undefined
  /** Call it once the address is known, before the first request. */
  readonly reachedAt: (url: string) => void
  close(): Promise<void>
}

export type MusterOptions = {
  readonly logger?: FastifyBaseLogger
  /** Where the settings come from, for the report on the server. */
  readonly settingSources?: SettingSources
  /** Tests: fails a request whose response violates the contract. */
  readonly checkResponses?: boolean
  /** Tests: replaces the configured mail transport. */
  readonly mailTransport?: MailTransport
  /** Tests: `off` skips fsync. */
  readonly synchronous?: 'full' | 'off'
  /** Tests: the clock of this machine, in unix milliseconds. */
  readonly systemTime?: () => number
}

/** Composes the server without listening: the composition root, the only place that knows every module. */
export const openMuster = async (config: Config, options: MusterOptions = {}): Promise<Muster> => {
  const { logger, checkResponses = false, mailTransport } = options
  const warn = (component: string, message: string) => (error: Error) =>
    logger?.warn({ component, err: error }, message)

  // Everything that can be wrong with the settings is reported before the database is opened.
  const rules = readRules(config)
  const apiNames = enabledApis(config)
  const policy = networkPolicyOf(config)
  const mail = mailOf(config)
  const settings = settingsOf(config)
  const saml = await samlIssuerOf(config)
  const publicUrl = makePublicUrl(publicUrlOf(config))
  const master = masterKey(config)
  const crypto = cryptoPorts(master)
  const openIdClients = makeOpenIdClients(openIdClientsOf(config), {
    send: outboundFetch(policy.outbound),
    now: Date.now,
    warn: (fields, message) => logger?.warn(fields, message),
  })

  const store = await openStore(config, options)
  for (const sentence of keepPrivate(privatePaths(config, mail)))
    logger?.warn({ component: 'files' }, sentence)
  const { now, latest, wallTime, waitUntil, stop: stopClock } = await openClock(store, options)
  const passwords = await makePasswords()
  const invalidation = makeInvalidation()
  const feed = openChangeFeed(store, invalidation.publish, logger)
  const keyRings = makeKeyRings({
    store: store.reading.keys,
    keys: crypto.keys,
    repository: config.token_key_repository,
    jwsRepository: config.token_jws_key_repository,
  })

  const { core, readers, closeDirectories } = composeCore({
    store,
    rules,
    settings,
    crypto,
    keyRings,
    invalidation,
    mayUseCache: feed.fresh,
    publicUrl: publicUrl.current,
    now,
    latest,
    wallTime,
    waitUntil,
    newId: makeId,
    nextId: makeOrderedIds(now),
    passwords,
    proofLimits: policy.authLimits,
    saml,
    server: serverReportOf({
      config,
      sources: options.settingSources,
      store,
      hasMailServer: mail.smtp !== undefined,
      isChangeFeedFresh: feed.fresh,
      startedAt: now(),
    }),
    outbound: policy.outbound,
    openIdClients,
    directoryDriver: makeLdapDriver(policy.resolveDirectory),
    warn: (fields, message) => logger?.warn(fields, message),
  })
  const jobs = makeJobs({
    core,
    store,
    mail,
    settings,
    mailTransport,
    publicUrl: publicUrl.current,
    now,
    logger,
  })
  invalidation.subscribe(
    onKey(mailQueueChanged, jobs.mailDispatcher.wake),
    onKey(passwordSchemesChanged, () => {
      core
        .run(learnSchemes, {}, operator, operatorSource)
        .catch(warn('passwords', 'loading the password schemes failed'))
    }),
    onKey('keys', () => {
      keyRings
        .reload()
        .catch((error) => logger?.error({ component: 'keys', err: error }, 'loading the token keys failed'))
    }),
  )
  await prepareCore(core, keyRings, [...ownTokenRings(config), 'credentials', 'receipts'])

  // SQLite writes on the thread that answers requests, so batches are small.
  const rowFormats = makeRowFormats(store.dialect === 'sqlite' ? 250 : 1000)
  const { app, opening, metricsPort } = makeHttp(config, {
    core,
    readers,
    store,
    settings,
    publicUrl: publicUrl.current,
    policy,
    apiNames,
    cursors: signedCursors(master),
    rowFormats,
    now,
    checkResponses,
    logger,
  })

  return {
    app,
    core,
    store,
    opening,
    rowFormats,
    mailDispatcher: jobs.mailDispatcher,
    recoveryWorker: jobs.recoveryWorker,
    webhooks: jobs.webhooks,
    metricsPort,
    reachedAt(address) {
      publicUrl.reachedAt(address)
      if (logger) {
        logStartupWarnings(config, mail, address, logger)
        reportDuplicateNames(core, logger).catch(warn('names', 'check for duplicate names failed'))
        reportDeepProjects(core, logger).catch(warn('limits', 'check for deeply nested projects failed'))
      }
      jobs.start()
    },
    async close() {
      await stopServing(app)
      await jobs.stop()
      closeDirectories()
      await feed.stop()
      await stopClock()
      await store.close()
    },
  }
}
