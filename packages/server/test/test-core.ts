import { composeCore } from '../src/composition/compose-core.ts'
import { cryptoPorts } from '../src/composition/crypto-ports.ts'
import { makeInvalidation } from '../src/composition/invalidation.ts'
import type { BearerReader } from '../src/core/access/authentication/bearer.ts'
import { noOpenIdClients } from '../src/core/access/federation/sign-in/openid-clients.ts'
import type { SecretReader } from '../src/core/access/secret-reader.ts'
import type { UnsentLink } from '../src/core/accounts/recovery/answer-recovery.ts'
import type { Caller, KnownCaller, Scope } from '../src/core/kernel/caller.ts'
import type { Core } from '../src/core/kernel/executor.ts'
import { newRing } from '../src/core/kernel/keys/key-ring.ts'
import type { Command, Query } from '../src/core/kernel/operation.ts'
import type { Ports } from '../src/core/kernel/ports.ts'
import { ruleCredentials } from '../src/core/kernel/rules/credentials.ts'
import { allRules } from '../src/core/kernel/rules/defaults/all.ts'
import { makeRuleBook } from '../src/core/kernel/rules/rule-book.ts'
import { defaultSettings, type Settings } from '../src/core/kernel/settings.ts'
import type { Email } from '../src/core/messaging/mail/mail-transport.ts'
import { makeFernetKey, parseFernetKey } from '../src/crypto/fernet.ts'
import { makeOrderedIds } from '../src/crypto/ids.ts'
import { makeLdapDriver } from '../src/directory-drivers/ldap/ldap-driver.ts'
import { type AuthLimiters, authLimits } from '../src/http/proof-limits.ts'
import { makeMailDispatcher } from '../src/jobs/mail-dispatcher.ts'
import { makeRecoveryWorker } from '../src/jobs/recovery-worker.ts'
import { makeEmailRenderer } from '../src/mail/render-email.ts'
import { addressRules } from '../src/outbound/addresses.ts'
import { makeOutbound, makeResolveAllowed } from '../src/outbound/outbound-client.ts'
import type { OpenStore } from '../src/store/engine/open-store.ts'
import type { Place } from './databases.ts'
import { memoryMailTransport } from './sent-emails.ts'

type As = {
  readonly userId?: string
  readonly userDomainId?: string
  readonly scope?: Scope
  /** Role names; the ids are derived from them. */
  readonly roles?: readonly string[]
}

/** A caller with any attributes, without signing in. */
export const callerAs = ({
  userId = 'f'.repeat(32),
  userDomainId = 'default',
  scope = { kind: 'project', projectId: 'e'.repeat(32), domainId: 'default' },
  roles = [],
}: As): KnownCaller => ({
  kind: 'known',
  userId,
  userDomainId,
  scope,
  roles: roles.map((name) => ({ id: `role-${name}`, name })),
  chain: { methods: ['password'], auditIds: ['A'.repeat(22)], delegation: { kind: 'none' } },
  credentials: ruleCredentials({
    user_id: userId,
    user_domain_id: userDomainId,
    system_scope: scope.kind === 'system' ? 'all' : undefined,
    domain_id: scope.kind === 'domain' ? scope.domainId : undefined,
    project_id: scope.kind === 'project' ? scope.projectId : undefined,
    project_domain_id: scope.kind === 'project' ? scope.domainId : undefined,
    is_admin_project: scope.kind !== 'domain',
    roles,
  }),
})

export const systemAdmin = callerAs({
  scope: { kind: 'system' },
  roles: ['admin', 'manager', 'member', 'reader'],
})
export const systemReader = callerAs({ scope: { kind: 'system' }, roles: ['reader'] })
export const unprivileged = callerAs({ roles: ['member', 'reader'] })
export const inDomain = (domainId: string, ...roles: string[]): KnownCaller =>
  callerAs({ userDomainId: domainId, scope: { kind: 'domain', domainId }, roles })

const serverReport: Ports['server'] = {
  version: '0.0.0',
  startedAt: 0,
  database: 'sqlite',
  isDatabaseReady: async () => true,
  migration: async () => undefined,
  isChangeFeedFresh: () => true,
  mailTransport: 'folder',
  keyRings: [],
  settings: [],
}

/** Deliberately cheap, for tests only. */
export const testPasswords: Ports['passwords'] = {
  hash: async (password) => `test$${password}`,
  verify: async (password, hash) => hash === `test$${password}` && 'current',
  verifyDummy: async () => {},
  canVerify: (hash) => hash.startsWith('test$'),
  schemeOf: (hash) => (hash.startsWith('test$') ? 'test$' : undefined),
  expect: async () => {},
  failureSlot: () => 0,
}

export type TestCore = {
  readonly core: Core
  readonly store: OpenStore
  readonly ports: Ports
  readonly sessions: SecretReader
  /** The readers of sessions and API keys that APIs use. */
  readonly bearer: BearerReader
  /** Advances the clock, in milliseconds. */
  readonly advanceTime: (ms: number) => void
  readonly now: () => number
  /** `core.run`, as a system administrator by default. */
  run<I, F, O>(operation: Query<I, F, O>, input: I, caller?: Caller): Promise<O>
  run<I, F, P, O>(operation: Command<I, F, P, O>, input: I, caller?: Caller): Promise<O>
  /** The kinds of all recorded events. */
  readonly events: () => Promise<readonly string[]>
  /** Sends all pending email and returns every email so far. */
  readonly sentEmails: () => Promise<readonly Email[]>
  /** Reasons of recovery requests without an email. */
  readonly unsentLinks: () => readonly UnsentLink[]
  close(): Promise<void>
}

/** Replacements for parts of the harness. */
export type TestCoreOptions = {
  readonly passwords?: Ports['passwords']
  /** No limits by default. */
  readonly proofLimiters?: AuthLimiters
}

/** A complete core over a real store, with a controlled clock, deterministic ids and the default domain. */
export const createTestCore = async (
  place: Place,
  settings: Partial<Settings> = {},
  overrides: Readonly<Record<string, string>> = {},
  { passwords = testPasswords, proofLimiters = {} }: TestCoreOptions = {},
): Promise<TestCore> => {
  const store = await place.open()
  let clock = Date.UTC(2026, 0, 2, 3, 4, 5)
  let ids = 0
  const now = () => clock
  const crypto = cryptoPorts(Buffer.alloc(32, 7))
  const ring = [parseFernetKey(makeFernetKey())]
  const { core, ports, readers } = composeCore({
    store,
    rules: makeRuleBook(allRules, overrides),
    // Most tests are not about password strength.
    settings: { ...defaultSettings, passwordMinLength: 0, ...settings },
    crypto,
    keyRings: { tokens: () => ring, tokenSignatures: () => [], receipts: () => ring },
    invalidation: makeInvalidation(),
    mayUseCache: () => true,
    publicUrl: () => 'http://127.0.0.1:5000',
    now,
    latest: now,
    wallTime: now,
    waitUntil: async (ms) => {
      clock = Math.max(clock, ms)
    },
    newId: () => (++ids).toString(16).padStart(32, '0'),
    nextId: makeOrderedIds(now),
    passwords,
    proofLimits: authLimits(proofLimiters),
    saml: undefined,
    server: serverReport,
    openIdClients: noOpenIdClients,
    outbound: makeOutbound({ allowedNetworks: ['127.0.0.0/8'], allowHttp: true }),
    warn: () => {},
    directoryDriver: makeLdapDriver(makeResolveAllowed({ mayCall: addressRules(['127.0.0.0/8']) })),
  })
  await store.transaction('serializable', async (stores) => {
    await stores.keys.replace('credentials', newRing(makeFernetKey).map(crypto.keys.seal('credentials')))
    await stores.projects.insert({
      id: 'default',
      domainId: null,
      parentId: null,
      isDomain: true,
      name: 'Default',
      enabled: true,
      description: '',
      tags: [],
      options: {},
      extra: {},
      createdAt: clock,
      updatedAt: clock,
    })
  })
  const source = { api: 'test', requestId: 'req-test' }
  const mailTransport = memoryMailTransport()
  const onFailure = (error: Error) => {
    throw error
  }
  const unsent: UnsentLink[] = []
  const worker = makeRecoveryWorker({ core, source, onFailure, onUnsent: (one) => void unsent.push(one) })
  const dispatcher = makeMailDispatcher({
    core,
    source,
    mailTransport,
    render: makeEmailRenderer(ports.publicUrl, ports.settings.defaultLanguage),
    now: ports.now,
    random: () => 0,
    onAttemptFailed: (_message, error) => {
      throw new Error(`A letter was not written: ${error}`)
    },
    onFailure,
  })
  return {
    core,
    store,
    ports,
    sessions: readers.sessions,
    bearer: readers.bearer,
    now,
    advanceTime: (ms) => {
      clock += ms
    },
    run: (operation: never, input: never, caller: Caller = systemAdmin) =>
      core.run(operation, input, caller, source),
    sentEmails: async () => {
      await worker.round()
      await dispatcher.round()
      return [...mailTransport.sentEmails]
    },
    unsentLinks: () => unsent,
    events: async () => (await store.reading.events.list(0, 1000)).map((event) => event.kind),
    close: async () => {
      await store.close()
      await place.remove()
    },
  }
}
