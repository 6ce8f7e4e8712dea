import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { parse } from 'yaml'
import { BadConfig } from './config/load-config.ts'
import { masterKey } from './config/master-key.ts'
import { oauthOf } from './config/oauth-table.ts'
import { patterns } from './config/patterns.ts'
import { securityOf } from './config/security-table.ts'
import type { Config } from './config/settings-table.ts'
import { makeStandingCredentials, type StandingEntry } from './core/auth/standing-credentials.ts'
import { bootstrap } from './core/bootstrap/bootstrap.ts'
import { type Core, makeCore } from './core/core.ts'
import { sweepSignatures } from './core/credentials/sweep-signatures.ts'
import { byPreference } from './core/keys/key-ring.ts'
import { ensureKeys } from './core/keys/rotate-keys.ts'
import type { OAuthSettings } from './core/oauth-settings.ts'
import { sweepOAuth1 } from './core/oauth1/sweep-oauth1.ts'
import type { Ports } from './core/ports.ts'
import { allRules } from './core/rules/defaults/all.ts'
import { makeRuleBook, type RuleBook } from './core/rules/rule-book.ts'
import { isRuleError } from './core/rules/rule-error.ts'
import { makeSessionReader, type SessionView } from './core/sessions/session-reader.ts'
import type { Settings } from './core/settings.ts'
import { forgetRevocations } from './core/tokens/forget-revocations.ts'
import { makeTokenCache } from './core/tokens/token-cache.ts'
import { makeTokenReader } from './core/tokens/token-reader.ts'
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
import { keystoneFaces } from './faces/keystone/face.ts'
import { nativeFaces } from './faces/native/face.ts'
import { mount } from './http/mount.ts'
import { operations } from './http/operations.ts'
import { makeServer, stopServing } from './http/server.ts'
import { takeShortcuts } from './http/shortcuts.ts'
import { isNetwork, trustedProxies } from './http/trusted-proxies.ts'
import { startChangeFeed } from './jobs/change-feed.ts'
import { startSweep } from './jobs/sweep.ts'
import type { OpenStore } from './store/open-store.ts'
import { openSqliteStore } from './store/sqlite-store.ts'

export type Muster = {
  readonly app: FastifyInstance
  readonly core: Core
  readonly store: OpenStore
  /** Called once the address is known, before the first request. */
  readonly reachedAt: (url: string) => void
  close(): Promise<void>
}

export type MusterOptions = {
  readonly logger?: FastifyBaseLogger
  /** Tests: fail a request whose answer breaks its promise. */
  readonly checkAnswers?: boolean
  /** Tests: a database on a disk that may forget. */
  readonly synchronous?: 'full' | 'off'
}

/** Operators' commands, in the journal. */
export const operatorOrigin = { face: 'operator', requestId: 'operator' } as const

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

/** The rules that hold: the shipped ones with the operator's in their place. */
export const readRules = ({ policy_file }: Config): RuleBook => {
  if (policy_file === undefined) return makeRuleBook(allRules)
  try {
    return makeRuleBook(allRules, parse(readFileSync(policy_file, 'utf8')) ?? {})
  } catch (error) {
    const why = isRuleError(error)
      ? error.problems.map(({ rule, message }) => `${rule}: ${message}`)
      : [(error as Error).message]
    throw new BadConfig([`policy_file ${policy_file} cannot be used:`, ...why])
  }
}

const readOAuth = (config: Config): OAuthSettings => {
  try {
    return oauthOf(config)
  } catch (error) {
    throw new BadConfig([
      `oauth2_cert_mapping ${config.oauth2_cert_mapping} cannot be used:`,
      (error as Error).message,
    ])
  }
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

export const settingsOf = (config: Config, publicUrl: string): Settings => ({
  ...securityOf(config),
  ...readOAuth(config),
  defaultDomainId: config.default_domain_id,
  maxProjectDepth: config.max_project_tree_depth,
  tokenLifetime: config.token_lifetime,
  allowExpiredWindow: config.token_allow_expired_window,
  allowRescopeScopedToken: config.token_allow_rescope_scoped,
  sessionIdleLimit: config.session_idle_limit,
  sessionAbsoluteLimit: config.session_absolute_limit,
  maxActiveKeys: config.token_max_active_keys,
  authMethods: config.auth_methods,
  maxApplicationCredentials: config.application_credential_user_limit,
  credentialUserLimit: config.credential_user_limit,
  signatureWindow: config.credential_signature_window,
  refuseSignatureReplay: config.credential_refuse_replay,
  prohibitedImpliedRoles: config.prohibited_implied_roles,
  maxRedelegationCount: config.trust_max_redelegation_count,
  publicUrl,
})

/** Puts a whole Muster together, short of listening. The only place that knows every room. */
export const openMuster = async (config: Config, options: MusterOptions = {}): Promise<Muster> => {
  const rules = readRules(config)
  const door = oauth2Door(config)
  let settings = settingsOf(config, (config.public_url ?? '').replace(/\/+$/, '').replace(/\/v3$/, ''))
  const master = masterKey(config)
  const { seal, open } = sealer(master)
  const store = await openStore(config, options)
  const cache = makeTokenCache()
  const sessionCache = makeTokenCache<SessionView>()
  const standingCache = makeTokenCache<StandingEntry>()
  const keys = sealedKeys({ seal, open })
  let ring: readonly FernetKey[] = []
  let receiptRing: readonly FernetKey[] = []

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
  const core = makeCore({ store, rules, ports, touched })
  if (config.token_key_repository === undefined)
    await core.run(ensureKeys, { purpose: 'tokens' }, { kind: 'operator' }, operatorOrigin)
  await core.run(ensureKeys, { purpose: 'credentials' }, { kind: 'operator' }, operatorOrigin)
  await core.run(ensureKeys, { purpose: 'receipts' }, { kind: 'operator' }, operatorOrigin)
  await loadKeys()
  const sweep = startSweep({
    forget: [forgetRevocations, sweepOAuth1, sweepSignatures].map(
      (operation) => () => core.run(operation, {}, { kind: 'operator' }, operatorOrigin),
    ),
    onTrouble: (error) =>
      options.logger?.warn({ err: error }, 'what no longer matters cannot be cleared away'),
  })

  const app = makeServer({
    ...(options.logger ? { logger: options.logger } : {}),
    ...(config.public_url === undefined ? {} : { publicUrl: config.public_url }),
  })
  const { requests } = operations(app, { ready: () => store.ping(), metricsFor: config.metrics_for })
  const native = { sessions, cursors: signedCursors(master), settings }
  const faces = [...keystoneFaces(tokens, door), ...nativeFaces(native)]
  for (const face of faces) mount(app, face, { core, checkAnswers: options.checkAnswers ?? false })
  takeShortcuts(app, faces, { core, requests })

  return {
    app,
    core,
    store,
    reachedAt: (url) => {
      if (settings.publicUrl === '') settings = { ...settings, publicUrl: url }
    },
    close: async () => {
      await stopServing(app)
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
