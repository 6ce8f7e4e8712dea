import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { BadConfig } from './config/load-config.ts'
import { mailOf } from './config/mail-of.ts'
import { masterKey } from './config/master-key.ts'
import { patterns } from './config/patterns.ts'
import { readRules } from './config/read-rules.ts'
import { settingsOf } from './config/settings-of.ts'
import type { Config } from './config/settings-table.ts'
import { type ApiKeyView, makeApiKeyReader } from './core/api-keys/api-key-reader.ts'
import { sweepApiKeys } from './core/api-keys/sweep-api-keys.ts'
import { makeBearerReader } from './core/auth/bearer.ts'
import { makeStandingCredentials, type StandingEntry } from './core/auth/standing-credentials.ts'
import { bootstrap } from './core/bootstrap/bootstrap.ts'
import { type Core, makeCore } from './core/core.ts'
import { keptAnswerBatch, sweepKeptAnswers } from './core/idempotency/answer-once.ts'
import { sweepSignatures } from './core/credentials/sweep-signatures.ts'
import { byPreference } from './core/keys/key-ring.ts'
import type { RowFormats } from './core/imports/raw-row.ts'
import { ensureKeys } from './core/keys/rotate-keys.ts'
import type { Post } from './core/mail/post.ts'
import { mailTouch } from './core/mail/queue-mail.ts'
import { sweepMessages } from './core/mail/sweep-messages.ts'
import { sweepRecovery } from './core/recovery/sweep-recovery.ts'
import { notificationBatch, sweepNotifications } from './core/notifications/sweep-notifications.ts'
import { sweepOAuth1 } from './core/oauth1/sweep-oauth1.ts'
import { expiryBatch, recordExpiredPlans } from './core/plans/record-expired-plans.ts'
import type { Ports } from './core/ports.ts'
import { sessionBatch, sweepSessions } from './core/sessions/sweep-sessions.ts'
import { makeSessionReader, type SessionView } from './core/sessions/session-reader.ts'
import { forgetRevocations } from './core/tokens/forget-revocations.ts'
import { makeTokenCache } from './core/tokens/token-cache.ts'
import { makeTokenReader } from './core/tokens/token-reader.ts'
import { compactUserCounts } from './core/users/compact-user-counts.ts'
import { purgeBatch, sweepDeletedUsers } from './core/users/purge-user.ts'
import { deliveryBatch, sweepDeliveries } from './core/webhooks/sweep-deliveries.ts'
import { certificates } from './crypto/certificates.ts'
import { digests } from './crypto/digests.ts'
import { type FernetKey, parseFernetKey } from './crypto/fernet.ts'
import { generatedSecrets } from './crypto/generated-secrets.ts'
import { makeId } from './crypto/ids.ts'
import { readKeyRepository } from './crypto/key-repository.ts'
import { hashesAtOnce, passwordQueue } from './crypto/password-queue.ts'
import { queuedPasswords } from './crypto/queued-passwords.ts'
import { makeReceiptCodec } from './crypto/receipt-codec.ts'
import { sealer } from './crypto/seal.ts'
import { sealedBlobs } from './crypto/sealed-blobs.ts'
import { sealedKeys } from './crypto/sealed-keys.ts'
import { sealedText } from './crypto/sealed-text.ts'
import { isSecret, makeHexSecret, makeSecret, secretHash } from './crypto/secret.ts'
import { signedCursors } from './crypto/signed-cursors.ts'
import { makeTokenCodec } from './crypto/token-codec.ts'
import { makeThreadsYield } from './crypto/yielding-threads.ts'
import { julepFaces } from './faces/julep/face.ts'
import { geoboxFaces } from './faces/geobox/face.ts'
import { keystoneFaces } from './faces/keystone/face.ts'
import { nativeFaces } from './faces/native/face.ts'
import { pageFaces } from './faces/pages/face.ts'
import { rowFormats } from './formats/row-formats.ts'
import type { Face } from './http/face.ts'
import { arizeFaces } from './faces/arize/face.ts'
import { robotoFaces } from './faces/roboto/face.ts'
import { mount } from './http/mount.ts'
import { operations } from './http/operations.ts'
import { makeLimiter, requestLimits } from './http/rate-limits.ts'
import { makeServer, stopServing } from './http/server.ts'
import { takeShortcuts } from './http/shortcuts.ts'
import { isNetwork, trustedProxies } from './http/trusted-proxies.ts'
import { startChangeFeed } from './jobs/change-feed.ts'
import { type Courier, makeCourier } from './jobs/courier.ts'
import { makeRecoveryClerk, type RecoveryClerk } from './jobs/recovery-clerk.ts'
import { inBatches } from './jobs/in-batches.ts'
import { startSweep } from './jobs/sweep.ts'
import { makeWebhookCourier, type WebhookCourier } from './jobs/webhook-courier.ts'
import { makeLetterWriter } from './mail/letter-writer.ts'
import { openPost } from './mail/open-post.ts'
import { makeOutbound } from './outbound/outbound-client.ts'
import type { OpenStore } from './store/open-store.ts'
import { openSqliteStore } from './store/sqlite-store.ts'

export type Muster = {
  readonly app: FastifyInstance
  readonly core: Core
  readonly store: OpenStore
  readonly rowFormats: RowFormats
  /** Sends the letters that are due, for who does not wait until it does so by itself. */
  readonly courier: Pick<Courier, 'round'>
  /** Answers requests for new passwords, likewise. */
  readonly recoveryClerk: Pick<RecoveryClerk, 'round'>
  /** Tells webhooks what happened, likewise. */
  readonly webhooks: Pick<WebhookCourier, 'round' | 'settled'>
  /** Called once the address is known, before the first request. */
  readonly reachedAt: (url: string) => void
  close(): Promise<void>
}

export type MusterOptions = {
  readonly logger?: FastifyBaseLogger
  /** Tests: fail a request whose answer breaks its promise. */
  readonly checkAnswers?: boolean
  /** Tests: takes letters in place of what is configured. */
  readonly post?: Post
  /** Tests: a database on a disk that may forget. */
  readonly synchronous?: 'full' | 'off'
}

/** Operators' commands, in the journal. */
export const operatorOrigin = { face: 'operator', requestId: 'operator' } as const
const courierOrigin = { face: 'mail', requestId: 'mail' } as const
const webhookOrigin = { face: 'webhooks', requestId: 'webhooks' } as const
const recoveryOrigin = { face: 'recovery', requestId: 'recovery' } as const

const openStore = async (config: Config, { logger, synchronous }: MusterOptions): Promise<OpenStore> => {
  if (config.database_url === undefined)
    return openSqliteStore({
      file: join(config.data_dir, 'muster.sqlite'),
      ...(synchronous ? { synchronous } : {}),
    })
  // Loaded only where it is used: the embedded default needs neither its time nor its memory.
  const { openPostgresStore } = await import('./store/postgres-store.ts')
  return openPostgresStore({
    url: config.database_url,
    poolSize: config.database_pool,
    onError: (error) => logger?.warn({ err: error }, 'a connection to the database broke'),
  })
}

const proxiesOf = ({ trusted_proxies: networks }: Config) => {
  const strange = networks.filter((network) => !isNetwork(network))
  if (strange.length > 0)
    throw new BadConfig([
      `trusted_proxies: give addresses and networks as in 10.0.0.0/8 instead of ${strange.join(', ')}.`,
    ])
  return networks.length === 0 ? {} : { isTrustedProxy: trustedProxies(networks) }
}

const limitersOf = ({ rate_limit_per_address: strangers, rate_limit_per_user: callers }: Config) => {
  const limiter = (name: string, quota: number) =>
    quota === 0 ? undefined : makeLimiter({ name, quota, window: 60 }, () => performance.now())
  return { strangers: limiter('address', strangers), callers: limiter('user', callers) }
}

const oauth2Door = (config: Config) => {
  const known = ['tls_client_auth', 'client_secret_basic']
  const unknown = config.oauth2_authn_methods.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new BadConfig([
      `oauth2_authn_methods: give ${known.join(' and ')} instead of ${unknown.join(', ')}.`,
    ])
  const strange = config.oauth2_trusted_proxies.filter((network) => !isNetwork(network))
  if (strange.length > 0)
    throw new BadConfig([
      `oauth2_trusted_proxies: give addresses and networks as in 10.0.0.0/8 instead of ${strange.join(', ')}.`,
    ])
  return {
    methods: config.oauth2_authn_methods,
    certificateHeader: config.oauth2_certificate_header,
    isTrusted: trustedProxies(config.oauth2_trusted_proxies),
  }
}

const outboundOf = (config: Config) => {
  const strange = config.outbound_allowed_networks.filter((network) => !isNetwork(network))
  if (strange.length > 0)
    throw new BadConfig([
      `outbound_allowed_networks: give addresses and networks as in 10.0.0.0/8 instead of ${strange.join(', ')}.`,
    ])
  return makeOutbound({
    allowedNetworks: config.outbound_allowed_networks,
    allowHttp: config.outbound_allow_http,
  })
}

const faceNames = ['native', 'pages', 'keystone', 'roboto', 'julep', 'geobox', 'arize'] as const
type FaceName = (typeof faceNames)[number]

/** The faces that are switched on. */
export const chosenFaces = ({ faces }: Config): readonly FaceName[] => {
  const unknown = faces.filter((name) => !faceNames.some((known) => known === name))
  if (unknown.length > 0)
    throw new BadConfig([`faces: give some of ${faceNames.join(', ')} instead of ${unknown.join(', ')}.`])
  return faceNames.filter((name) => faces.includes(name))
}

/** Puts a whole Muster together, short of listening. The only place that knows every room. */
export const openMuster = async (config: Config, options: MusterOptions = {}): Promise<Muster> => {
  const rules = readRules(config)
  const door = oauth2Door(config)
  const proxies = proxiesOf(config)
  const mail = mailOf(config)
  let settings = settingsOf(config, (config.public_url ?? '').replace(/\/+$/, '').replace(/\/v3$/, ''))
  const master = masterKey(config)
  const { seal, open } = sealer(master)
  const store = await openStore(config, options)
  const cache = makeTokenCache()
  const sessionCache = makeTokenCache<SessionView>()
  const standingCache = makeTokenCache<StandingEntry>()
  const apiKeyCache = makeTokenCache<ApiKeyView>()
  const keys = sealedKeys({ seal, open })
  let ring: readonly FernetKey[] = []
  let receiptRing: readonly FernetKey[] = []
  let courier: Courier | undefined

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
  const touched = (names: readonly string[]) => {
    cache.touch(names)
    sessionCache.touch(names)
    standingCache.touch(names)
    apiKeyCache.touch(names)
    if (names.includes(mailTouch)) courier?.wake()
    if (names.includes('keys'))
      loadKeys().catch((error) => options.logger?.error({ err: error }, 'the token keys cannot be read'))
  }
  const feed = startChangeFeed({
    changes: store.changes,
    touched,
    onTrouble: (error) =>
      options.logger?.warn(
        { err: error },
        'changes of other nodes cannot be heard; answering from the database',
      ),
  })

  const yielding = await makeThreadsYield()
  const codec = makeTokenCodec({ keys: () => ring, methods: config.auth_methods })
  const ports: Ports = {
    now: Date.now,
    waitUntil: (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms - Date.now()) + 1)),
    newId: makeId,
    passwords: queuedPasswords(
      passwordQueue({ atOnce: hashesAtOnce(availableParallelism(), { yielding }), maxWaiting: 200 }),
    ),
    blobs: sealedBlobs(),
    certificates,
    codec,
    digests,
    receipts: makeReceiptCodec({ keys: () => receiptRing, methods: config.auth_methods }),
    outbound: outboundOf(config),
    patterns,
    keys,
    generatedSecrets: generatedSecrets(master),
    standing: makeStandingCredentials(standingCache, feed.fresh),
    sealing: sealedText({ seal, open }),
    secrets: { make: makeSecret, is: isSecret, hash: secretHash, makeHex: makeHexSecret },
    get settings() {
      return settings
    },
    get tokens() {
      return tokens
    },
  }
  const tokens = makeTokenReader({ stores: store.reading, ports, codec, cache, mayUseCache: feed.fresh })
  const sessions = makeSessionReader({ store, ports, cache: sessionCache, mayUseCache: feed.fresh })
  const apiKeys = makeApiKeyReader({ store, ports, cache: apiKeyCache, mayUseCache: feed.fresh })
  const bearer = makeBearerReader({ sessions, apiKeys })
  const core = makeCore({ store, rules, ports, touched })
  if (config.token_key_repository === undefined)
    await core.run(ensureKeys, { purpose: 'tokens' }, { kind: 'operator' }, operatorOrigin)
  await core.run(ensureKeys, { purpose: 'credentials' }, { kind: 'operator' }, operatorOrigin)
  await core.run(ensureKeys, { purpose: 'receipts' }, { kind: 'operator' }, operatorOrigin)
  await loadKeys()
  const sweep = startSweep({
    forget: [
      ...[forgetRevocations, sweepOAuth1, sweepSignatures, sweepApiKeys, sweepMessages, sweepRecovery].map(
        (operation) => () => core.run(operation, {}, { kind: 'operator' }, operatorOrigin),
      ),
      inBatches(() => core.run(sweepSessions, {}, { kind: 'operator' }, operatorOrigin), sessionBatch),
      inBatches(() => core.run(sweepKeptAnswers, {}, { kind: 'operator' }, operatorOrigin), keptAnswerBatch),
      inBatches(() => core.run(sweepDeletedUsers, {}, { kind: 'operator' }, operatorOrigin), purgeBatch),
      inBatches(() => core.run(recordExpiredPlans, {}, { kind: 'operator' }, operatorOrigin), expiryBatch),
      inBatches(
        () => core.run(sweepNotifications, {}, { kind: 'operator' }, operatorOrigin),
        notificationBatch,
      ),
      inBatches(
        () => core.run(sweepDeliveries, { limit: deliveryBatch }, { kind: 'operator' }, operatorOrigin),
        deliveryBatch,
      ),
    ],
    onTrouble: (error) =>
      options.logger?.warn({ err: error }, 'what no longer matters cannot be cleared away'),
  })

  const countSweep = startSweep({
    forget:
      store.dialect === 'postgres'
        ? [() => core.run(compactUserCounts, {}, { kind: 'operator' }, operatorOrigin)]
        : [],
    onTrouble: (error) => options.logger?.warn({ err: error }, 'the counts of users cannot be added up'),
    interval: 20_000,
  })

  const post = openPost(mail, ({ id, template }, file) =>
    options.logger?.info({ message: id, template, file }, 'a letter was put into the outbox'),
  )
  const postman = makeCourier({
    core,
    origin: courierOrigin,
    post: options.post ?? post,
    write: makeLetterWriter(() => settings.publicUrl),
    now: ports.now,
    random: Math.random,
    onFailed: ({ id, template, attempts }, error, final) =>
      options.logger?.warn(
        { message: id, template, attempts, error },
        final ? 'a letter cannot be sent, and is given up' : 'a letter cannot be sent now',
      ),
    onTrouble: (error) => options.logger?.warn({ err: error }, 'letters that are due cannot be fetched'),
  })
  courier = postman
  const webhooks = makeWebhookCourier({
    core,
    origin: webhookOrigin,
    random: Math.random,
    onTrouble: (error) => options.logger?.warn({ err: error }, 'webhooks cannot be told what happened'),
  })
  const recoveryClerk = makeRecoveryClerk({
    core,
    origin: recoveryOrigin,
    onTrouble: (error) =>
      options.logger?.warn({ err: error }, 'requests for new passwords cannot be answered'),
  })

  const app = makeServer({
    ...(options.logger ? { logger: options.logger } : {}),
    ...(config.public_url === undefined ? {} : { publicUrl: config.public_url }),
    ...proxies,
  })
  const { requests } = operations(app, { ready: () => store.ping(), metricsFor: config.metrics_for })
  const native = { bearer, limits: requestLimits(limitersOf(config)), cursors: signedCursors(master), rowFormats, settings }
  const makeFaces: Readonly<Record<FaceName, () => readonly Face[]>> = {
    native: () => nativeFaces(native),
    pages: () => pageFaces({ settings: () => settings }),
    keystone: () => keystoneFaces(tokens, door),
    roboto: () => robotoFaces(bearer),
    arize: () => arizeFaces(bearer, { cursors: native.cursors, settings, now: ports.now }),
    geobox: () => geoboxFaces({ bearer, limits: native.limits }),
    julep: () => julepFaces(bearer),
  }
  const faces = chosenFaces(config).flatMap((name) => makeFaces[name]())
  for (const face of faces) mount(app, face, { core, checkAnswers: options.checkAnswers ?? false })
  takeShortcuts(app, faces, { core, requests })

  return {
    app,
    core,
    store,
    rowFormats,
    courier: postman,
    recoveryClerk,
    webhooks,
    reachedAt: (url) => {
      if (settings.publicUrl === '') settings = { ...settings, publicUrl: url }
      if (!mail.smtp)
        options.logger?.warn(
          { folder: mail.outbox },
          'no mail server is configured (smtp_url): letters are put into a folder, and reach nobody',
        )
      else if (config.public_url === undefined)
        options.logger?.warn({ url }, 'public_url is not set: links in letters lead to this address')
      postman.start()
      recoveryClerk.start()
      webhooks.start()
    },
    close: async () => {
      await stopServing(app)
      await recoveryClerk.stop()
      await webhooks.stop()
      await postman.stop()
      post.close()
      await countSweep.stop()
      await sweep.stop()
      await feed.stop()
      await store.close()
    },
  }
}

/** Makes the first administrator unless this directory has ever had one. Answers whether it did. */
export const bootstrapOnce = async ({ core }: Pick<Muster, 'core'>, password: string): Promise<boolean> => {
  const { done } = await core.run(bootstrap, { password, again: false }, { kind: 'operator' }, operatorOrigin)
  return done
}
