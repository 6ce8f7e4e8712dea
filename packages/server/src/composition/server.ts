import { availableParallelism } from 'node:os'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { mailOf } from '../config/mail-of.ts'
import { masterKey } from '../config/master-key.ts'
import { patterns } from '../config/patterns.ts'
import { keepPrivate } from '../config/private-files.ts'
import { readRules } from '../config/read-rules.ts'
import { settingsOf } from '../config/settings-of.ts'
import type { Config } from '../config/settings-table.ts'
import { accessHooks } from '../core/access/access-hooks.ts'
import { type ApiKeyView, makeApiKeyReader } from '../core/access/api-keys/api-key-reader.ts'
import { makeBearerReader } from '../core/access/authentication/bearer.ts'
import { type CachedCredential, makeCredentialCache } from '../core/access/authentication/credential-cache.ts'
import { learnSchemes, passwordSchemesChanged } from '../core/access/authentication/learn-schemes.ts'
import { makeSessionReader, type SessionView } from '../core/access/sessions/session-reader.ts'
import { makeDependencyCache } from '../core/access/tokens/dependency-cache.ts'
import { makeTokenReader } from '../core/access/tokens/token-reader.ts'
import { bootstrap } from '../core/accounts/bootstrap/bootstrap.ts'
import { type Administrator, getAdministrator } from '../core/accounts/bootstrap/get-administrator.ts'
import type { RowFormats } from '../core/accounts/imports/raw-row.ts'
import { type Core, makeCore } from '../core/kernel/executor.ts'
import { byPreference } from '../core/kernel/keys/key-ring.ts'
import { ensureKeys } from '../core/kernel/keys/rotate-keys.ts'
import type { Ports } from '../core/kernel/ports.ts'
import { mailQueueChanged } from '../core/messaging/mail/enqueue-mail.ts'
import type { MailTransport } from '../core/messaging/mail/mail-transport.ts'
import { certificates } from '../crypto/certificates.ts'
import { digests } from '../crypto/digests.ts'
import { type FernetKey, parseFernetKey } from '../crypto/fernet.ts'
import { generatedSecrets } from '../crypto/generated-secrets.ts'
import { makeThreadsYield } from '../crypto/hash-thread-priority.ts'
import { makeId, makeOrderedIds } from '../crypto/ids.ts'
import { readKeyRepository } from '../crypto/key-repository.ts'
import { hashesAtOnce, passwordQueue } from '../crypto/password-queue.ts'
import { queuedPasswords } from '../crypto/password-service.ts'
import { makeReceiptCodec } from '../crypto/receipt-codec.ts'
import { sealer } from '../crypto/seal.ts'
import { sealedBlobs } from '../crypto/sealed-blobs.ts'
import { sealedKeys } from '../crypto/sealed-keys.ts'
import { sealedText } from '../crypto/sealed-text.ts'
import { isSecret, makeHexSecret, makeSecret, secretHash } from '../crypto/secret.ts'
import { signedCursors } from '../crypto/signed-cursors.ts'
import { makeTokenCodec } from '../crypto/token-codec.ts'
import { rowFormats as makeRowFormats } from '../formats/row-formats.ts'
import { installFastPaths } from '../http/fast-path.ts'
import { mount } from '../http/mount.ts'
import { makeOpening, type Opening } from '../http/opening.ts'
import { operations } from '../http/operations.ts'
import { requestLimits } from '../http/rate-limits.ts'
import { makeServer, stopServing } from '../http/server.ts'
import { sharedHeaders } from '../http/shared-headers.ts'
import { startChangeFeed } from '../jobs/change-feed.ts'
import type { MailDispatcher } from '../jobs/mail-dispatcher.ts'
import type { RecoveryWorker } from '../jobs/recovery-worker.ts'
import type { WebhookDispatcher } from '../jobs/webhook-dispatcher.ts'
import type { OpenStore } from '../store/engine/open-store.ts'
import { makeApis } from './apis.ts'
import { operatorSource } from './audit-sources.ts'
import { makeJobs } from './jobs.ts'
import {
  authLimitsOf,
  limitersOf,
  metricsListenOf,
  oauth2ClientAuth,
  originsOf,
  outboundOf,
  proxiesOf,
} from './network-policy.ts'
import { openClock } from './open-clock.ts'
import { openStore } from './open-store.ts'
import { privatePaths } from './private-paths.ts'
import { reportDuplicateNames } from './report-duplicate-names.ts'

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
  /** Tests: fails a request whose response violates the contract. */
  readonly checkAnswers?: boolean
  /** Tests: replaces the configured mail transport. */
  readonly mailTransport?: MailTransport
  /** Tests: `off` skips fsync. */
  readonly synchronous?: 'full' | 'off'
  /** Tests: the clock of this machine, in unix milliseconds. */
  readonly systemTime?: () => number
}

/** Composes the server without listening: the composition root, the only place that knows every module. */
export const openMuster = async (config: Config, options: MusterOptions = {}): Promise<Muster> => {
  const rules = readRules(config)
  const clientAuth = oauth2ClientAuth(config)
  const proxies = proxiesOf(config)
  const mail = mailOf(config)
  let settings = settingsOf(config, (config.public_url ?? '').replace(/\/+$/, '').replace(/\/v3$/, ''))
  const master = masterKey(config)
  const { seal, open } = sealer(master)
  const store = await openStore(config, options)
  for (const sentence of keepPrivate(privatePaths(config, mail))) options.logger?.warn(sentence)
  // SQLite writes on the thread that answers requests, so batches are small.
  const rowFormats = makeRowFormats(store.dialect === 'sqlite' ? 250 : 1000)
  const cache = makeDependencyCache()
  const sessionCache = makeDependencyCache<SessionView>()
  const credentials = makeDependencyCache<CachedCredential>()
  const apiKeyCache = makeDependencyCache<ApiKeyView>()
  const keys = sealedKeys({ seal, open })
  let ring: readonly FernetKey[] = []
  let receiptRing: readonly FernetKey[] = []
  let dispatcher: MailDispatcher | undefined

  const loadKeys = async () => {
    const { token_key_repository: folder } = config
    const found =
      folder === undefined
        ? (await store.reading.keys.list('tokens')).map(keys.open)
        : readKeyRepository(folder)
    ring = byPreference(found).map((key) => parseFernetKey(key.material))
    const receiptKeys = (await store.reading.keys.list('receipts')).map(keys.open)
    receiptRing = byPreference(receiptKeys).map((key) => parseFernetKey(key.material))
  }
  const onInvalidate = (names: readonly string[]) => {
    cache.invalidate(names)
    sessionCache.invalidate(names)
    credentials.invalidate(names)
    apiKeyCache.invalidate(names)
    if (names.includes(mailQueueChanged)) dispatcher?.wake()
    if (names.includes(passwordSchemesChanged)) learn()
    if (names.includes('keys'))
      loadKeys().catch((error) => options.logger?.error({ err: error }, 'loading the token keys failed'))
  }
  const learn = () => {
    core
      .run(learnSchemes, {}, { kind: 'operator' }, operatorSource)
      .catch((error) => options.logger?.warn({ err: error }, 'loading the password schemes failed'))
  }
  const clock = await openClock(store, options)
  const feed = startChangeFeed({
    changes: store.changes,
    onInvalidate,
    onTrouble: (error) =>
      options.logger?.warn(
        { component: 'change feed', failure: error.message },
        'change feed unavailable: bypassing caches',
      ),
  })

  const yielding = await makeThreadsYield()
  const codec = makeTokenCodec({ keys: () => ring, methods: config.auth_methods })
  const ports: Ports = {
    access: accessHooks,
    now: clock.now,
    latest: clock.latest,
    wallTime: clock.wallTime,
    waitUntil: clock.waitUntil,
    nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
    newId: makeId,
    nextId: makeOrderedIds(clock.now),
    passwords: queuedPasswords(
      passwordQueue({ atOnce: hashesAtOnce(availableParallelism(), { yielding }), maxWaiting: 200 }),
    ),
    proofLimits: authLimitsOf(config),
    warn: (fields, message) => options.logger?.warn(fields, message),
    blobs: sealedBlobs(),
    certificates,
    codec,
    digests,
    receipts: makeReceiptCodec({ keys: () => receiptRing, methods: config.auth_methods }),
    outbound: outboundOf(config),
    patterns,
    keys,
    generatedSecrets: generatedSecrets(master),
    credentialCache: makeCredentialCache(credentials, feed.fresh),
    sealing: sealedText({ seal, open }),
    secrets: { make: makeSecret, is: isSecret, hash: secretHash, makeHex: makeHexSecret },
    get settings() {
      return settings
    },
    get tokens() {
      return tokens
    },
    get bearer() {
      return bearer
    },
  }
  const tokens = makeTokenReader({ stores: store.reading, ports, codec, cache, mayUseCache: feed.fresh })
  const sessions = makeSessionReader({ store, ports, cache: sessionCache, mayUseCache: feed.fresh })
  const apiKeys = makeApiKeyReader({ store, ports, cache: apiKeyCache, mayUseCache: feed.fresh })
  const bearer = makeBearerReader({ sessions, apiKeys })
  const core = makeCore({ store, rules, ports, onInvalidate })
  if (config.token_key_repository === undefined)
    await core.run(ensureKeys, { purpose: 'tokens' }, { kind: 'operator' }, operatorSource)
  await core.run(ensureKeys, { purpose: 'credentials' }, { kind: 'operator' }, operatorSource)
  await core.run(ensureKeys, { purpose: 'receipts' }, { kind: 'operator' }, operatorSource)
  await loadKeys()
  await core.run(learnSchemes, {}, { kind: 'operator' }, operatorSource)
  const jobs = makeJobs({
    core,
    store,
    mail,
    mailTransport: options.mailTransport,
    publicUrl: () => settings.publicUrl,
    now: ports.now,
    logger: options.logger,
  })
  dispatcher = jobs.mailDispatcher

  const shared = sharedHeaders(config.public_url, config.hsts_max_age)
  const app = makeServer({
    shared,
    ...(options.logger ? { logger: options.logger } : {}),
    ...(config.public_url === undefined ? {} : { publicUrl: config.public_url }),
    ...proxies,
  })
  const opening = makeOpening(app)
  const { requests, metricsPort } = operations(app, {
    ready: async () => {
      if (!opening.isOpen()) throw new Error('startup is not complete')
      await store.ready()
    },
    metricsFor: config.metrics_for,
    metricsListen: metricsListenOf(config),
  })
  const native = {
    bearer,
    limits: requestLimits(limitersOf(config)),
    crossOrigins: originsOf(config),
    cursors: signedCursors(master),
    rowFormats,
    settings,
  }
  const apis = makeApis(config, {
    native,
    bearer,
    tokens,
    clientAuth,
    settings: () => settings,
    now: ports.now,
  })
  for (const api of apis)
    mount(app, api, {
      core,
      checkAnswers: options.checkAnswers ?? false,
      compression: config.compression,
    })
  installFastPaths(app, apis, { core, requests, shared })

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
    reachedAt: (url) => {
      if (config.development)
        options.logger?.warn(
          'MUSTER_DEVELOPMENT is on: webhooks may call this machine and use http; turn it off in production',
        )
      if (settings.publicUrl === '') settings = { ...settings, publicUrl: url }
      if (!mail.smtp)
        options.logger?.warn(
          { folder: mail.mailFolder },
          'no mail server is configured (smtp_url): mail is only written to a folder',
        )
      else if (config.public_url === undefined)
        options.logger?.warn({ url }, 'public_url is not set: links in emails use this address')
      if (options.logger)
        reportDuplicateNames(core, options.logger).catch((error) =>
          options.logger?.warn({ err: error }, 'check for duplicate names failed'),
        )
      jobs.start()
    },
    close: async () => {
      await stopServing(app)
      await jobs.stop()
      await feed.stop()
      await clock.stop()
      await store.close()
    },
  }
}

/** Creates the first administrator unless one was ever created. Returns whether it did. */
export const bootstrapOnce = async ({ core }: Pick<Muster, 'core'>, password: string): Promise<boolean> => {
  const { done } = await core.run(bootstrap, { password, again: false }, { kind: 'operator' }, operatorSource)
  return done
}

/** The administrator to show in the welcome text. */
export const administratorOf = ({ core }: Pick<Muster, 'core'>): Promise<Administrator | undefined> =>
  core.run(getAdministrator, {}, { kind: 'operator' }, operatorSource)
