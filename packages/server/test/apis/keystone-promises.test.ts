import assert from 'node:assert/strict'
import { glob } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import type { Operation } from '@muster/contract/operation.ts'
import { type Access, type Query, rulesOf } from '../../src/core/kernel/operation.ts'
import { allRules, type RuleName } from '../../src/core/kernel/rules/defaults/all.ts'
import { onEachDatabase } from '../databases.ts'
import { type Call, type Called, startTestServer, type TestServer } from '../test-server.ts'
import {
  type Fixture,
  inSafeOrder,
  makeFixture,
  operations,
  requestFor,
  type Things,
} from './keystone-fixture.ts'
import { snapshot } from './snapshot.ts'

/** Public operations. A new entry is a deliberate decision. */
const open = [
  'changePassword',
  'createAccessToken',
  'createEcpAssertion',
  'createFederatedToken',
  'createOAuth2Token',
  'createProviderWebSso',
  'createRequestToken',
  'createSamlAssertion',
  'createToken',
  'createWebSso',
  'getCaCertificate',
  'getFederatedToken',
  'getProviderWebSso',
  'getSamlMetadata',
  'getSigningCertificate',
  'getVersion',
  'getWebSso',
  'listRevokedPkiTokens',
]

/** Operations for any authenticated caller; they return data of the caller alone, or no user data. */
const openToEveryToken = [
  'getAuthCatalog',
  'getAuthDomains',
  'getAuthProjects',
  'getAuthSystem',
  'getFederationDomains',
  'getFederationProjects',
  'getLimitModel',
  'getRegion',
  'getRegisteredLimit',
  'getVersion',
  'listCredentials',
  'listLimits',
  'listRegions',
  'listRegisteredLimits',
]

/** Operations for a project member, on its project, itself and its own token. */
const openAboutOneself = [
  'checkProjectTag',
  'checkToken',
  'createApplicationCredential',
  'createCredential',
  'createTrust',
  'deleteAccessRule',
  'deleteApplicationCredential',
  'deleteCredential',
  'deleteTrust',
  'ec2CreateCredential',
  'ec2DeleteCredential',
  'ec2GetCredential',
  'ec2ListCredentials',
  'getAccessRule',
  'getApplicationCredential',
  'getCredential',
  'getDomain',
  'getProject',
  'getTrust',
  'getTrustRole',
  'getUser',
  'listAccessRules',
  'listApplicationCredentials',
  'listProjectTags',
  'listTrustRoles',
  'listUserGroups',
  'listUserProjects',
  'revokeToken',
  'updateCredential',
  'validateToken',
]

/** Not reported as missing, since only the user itself could have created it. */
const notMissing: Readonly<Record<string, number>> = {
  changePassword: 401,
  createApplicationCredential: 403,
  // Without a dashboard, nothing is looked up.
  createProviderWebSso: 400,
  createWebSso: 400,
  getProviderWebSso: 400,
  getWebSso: 400,
}

/** Rejected for an administrator too, by the current state. */
const rejectedByState: Readonly<Record<string, number>> = {
  // For administrators with roles on the project only.
  authorizeRequestToken: 401,
  changePassword: 401,
  createAccessToken: 400,
  createEc2Token: 401,
  createEcpAssertion: 403,
  // The identity provider is disabled.
  createFederatedToken: 403,
  createOAuth2Token: 400,
  createProviderWebSso: 400,
  createRequestToken: 400,
  createSamlAssertion: 403,
  createS3Token: 401,
  createToken: 401,
  createWebSso: 400,
  deleteDomain: 403,
  getCaCertificate: 410,
  // No key is configured.
  getSamlMetadata: 404,
  getFederatedToken: 403,
  getProviderWebSso: 400,
  getSigningCertificate: 410,
  getWebSso: 400,
  listRevokedPkiTokens: 403,
}

/** They create an object with any id. */
const createdWithId = [
  'createRegionWithId',
  'createIdentityProvider',
  'createProtocol',
  'createMapping',
  'createServiceProvider',
]

const unknownKey = `mst_k_${'x'.repeat(49)}`
const unknownSession = `mst_s_${'x'.repeat(49)}`

/** The tables that requests of a project member change. */
const whatIsOwn = [
  'access_rules',
  'application_credential_access_rules',
  'application_credential_roles',
  'application_credentials',
  'credentials',
  'events',
  'revocations',
  'trusts',
]

const secretName = /passw(?!ord_expires_at$)|hash|secret|private|seed|blob/i
const secretText = /\$argon2|one phrase for everybody|correct horse battery/

/** Every path in a response that contains a secret, or is named like one. */
const secretsIn = (value: unknown, path = ''): readonly string[] => {
  if (typeof value === 'string') return secretText.test(value) ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(secretName.test(name) && !knownNames.test(`${path}/${name}`) ? [`${path}/${name}`] : []),
    ...secretsIn(inner, `${path}/${name}`),
  ])
}
/** Names of options, which are not secrets, and values that the owner stores to read again. */
const knownNames =
  /^(?:\/user\/options\/\w+|\/credentials?(?:\/\d+)?\/(?:blob|secret)|\/polic(?:y|ies)(?:\/\d+)?\/blob|\/(?:application_credential|consumer)\/secret)$/

/** The error format of keystone.md section 2; HEAD has only its headers. */
const isError = ({ status, body, headers }: Called, expected: number, why: string, isHead = false) => {
  assert.equal(status, expected, `${why}: ${status} ${JSON.stringify(body)}`)
  if (isHead) assert.equal(body, undefined, why)
  else {
    assert.deepEqual(Object.keys(body), ['error'], why)
    assert.equal(body.error.code, expected, why)
    assert.deepEqual([typeof body.error.message, typeof body.error.title], ['string', 'string'], why)
    assert.match(String(headers['content-type']), /^application\/json\b/, why)
  }
  assert.equal(headers['vary'], 'X-Auth-Token, Authorization', why)
  assert.match(String(headers['x-openstack-request-id']), /^req-/, why)
  if (expected === 401) assert.match(String(headers['www-authenticate']), /^Keystone uri="/, why)
}

onEachDatabase('guarantees of Identity v3', (makePlace) => {
  let s: TestServer
  let fixture: Fixture
  before(async () => {
    s = await startTestServer(await makePlace())
    fixture = await makeFixture(s)
  })
  after(() => s.close())

  /** Calls an operation on the given objects, and searches the response for secrets (T30). */
  const ask = async (name: string, operation: Operation, things: Things, more: Call): Promise<Called> => {
    const { method, url, call } = requestFor(operation, things)
    const answer = await s.call(method, url, { ...call, ...more })
    assert.ok(answer.status < 500, `${name} answered ${answer.status}`)
    assert.deepEqual(secretsIn(answer.body), [], `T30: ${name} shows a secret`)
    return answer
  }
  const asksOfSubject = ({ path, method }: Operation) => path === '/auth/tokens' && method !== 'POST'
  /** The operations that succeed for a caller. */
  const reached = async (
    token: string,
    things: Things,
    subject: string,
    seen?: (name: string, answer: Called) => void,
  ) => {
    const names: string[] = []
    for (const [name, operation] of inSafeOrder) {
      const of = asksOfSubject(operation) ? { subject } : {}
      const answer = await ask(name, operation, things, { token, ...of })
      if (answer.status >= 300) continue
      seen?.(name, answer)
      names.push(name)
    }
    return names.sort()
  }

  test('the fixtures cover every path parameter: extend makeWorld for new ones', () => {
    const names = operations.flatMap(([, { path }]) =>
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    )
    assert.deepEqual(
      [...new Set(names)].filter((name) => !(name in fixture.things)),
      [],
    )
  })

  test('T27: without a token everything is 401 except the listed public operations', async () => {
    const before = await snapshot(s.muster.store)
    const subject = await fixture.subject()
    for (const [name, operation] of operations) {
      if (operation.public) continue
      for (const proof of [
        {},
        { subject },
        { token: '' },
        { token: 'nonsense' },
        { token: 'nonsense', subject },
        { token: unknownKey },
        { headers: { authorization: `Bearer ${unknownKey}` } },
        { token: unknownKey, headers: { authorization: `Bearer ${unknownSession}` } },
      ]) {
        const answer = await ask(name, operation, fixture.things, proof)
        isError(answer, 401, name, operation.method === 'HEAD')
      }
    }
    assert.deepEqual(
      operations.flatMap(([name, { public: isPublic }]) => (isPublic ? [name] : [])).sort(),
      open,
    )
    assert.deepEqual(await snapshot(s.muster.store), before)
  })

  test('T27, T31: a project member has access to exactly what is listed, and to nothing of others', async () => {
    const { plain, things } = fixture
    const before = await snapshot(s.muster.store)
    const foreign = { ...things, domain_id: fixture.domainB }
    assert.deepEqual(await reached(plain.token, foreign, await fixture.subject()), openToEveryToken)
    const own = fixture.ownThings
    const tag = `/v3/projects/${plain.projectId}/tags/${things['value']}`
    assert.equal((await s.call('PUT', tag, { token: s.system })).status, 201)
    const tagged = await snapshot(s.muster.store)
    const identity = { methods: ['token'], token: { id: plain.token } }
    const exchanged = await s.call('POST', '/v3/auth/tokens', { body: { auth: { identity } } })
    const another = String(exchanged.headers['x-subject-token'])
    assert.deepEqual(
      await reached(plain.token, own, another),
      [...openToEveryToken, ...openAboutOneself].sort(),
    )
    const changed = diff(tagged, await snapshot(s.muster.store))
    assert.deepEqual(changed, whatIsOwn, 'only its own objects')
    assert.deepEqual(diff(before, tagged), ['events', 'project_tags', 'projects'])
  })

  test('T26, T31: a manager and a reader of another domain read and change nothing of this one', async () => {
    for (const who of ['managerB', 'readerB'] as const) {
      const before = await snapshot(s.muster.store)
      await reached(fixture[who].token, fixture.things, await fixture.subject(), (name, { body }) => {
        const text = JSON.stringify(body ?? {})
        const shown = fixture.marks.filter((mark) => text.includes(`"${mark}"`))
        assert.deepEqual(shown, [], `${name} shows ${who} what is not of its domain`)
      })
      assert.deepEqual(diff(before, await snapshot(s.muster.store)), [], who)
    }
  })

  test('HEAD of every GET returns the same without a body', async () => {
    const subjectToken = await fixture.subject()
    for (const [name, operation] of operations) {
      if (operation.method !== 'GET' || name === 'getImpliedRole') continue
      for (const token of [s.system, fixture.plain.token, undefined]) {
        const subject = asksOfSubject(operation) ? subjectToken : undefined
        const get = await ask(name, operation, fixture.things, { token, subject })
        const head = await ask(name, { ...operation, method: 'HEAD' }, fixture.things, { token, subject })
        // HEAD on tokens has its own rule, which is stricter by one role.
        assert.deepEqual([head.status, head.body], [get.status, undefined], name)
        assert.match(String(head.headers['vary']), /^X-Auth-Token, Authorization(, Accept-Encoding)?$/, name)
      }
    }
    const implied = '/v3/roles/{prior_role_id}/implies/{implied_role_id}'
    const url = implied.replaceAll(/\{(\w+)\}/g, (_, key) => fixture.things[key] ?? '')
    const head = await s.call('HEAD', url, { token: s.system })
    assert.deepEqual([head.status, head.body], [204, undefined])
  })

  test('malformed and unknown ids are 404 or rejected earlier, and change nothing', async () => {
    const before = await snapshot(s.muster.store)
    const shapes = [
      'f'.repeat(32),
      '0',
      '__proto__',
      'constructor',
      '/../etc/passwd',
      "' or 1=1 --",
      '%',
      '%2500',
      ' ',
      '🙂',
      '\u202e\u0007\r\n',
      'x'.repeat(4000),
    ]
    for (const [name, operation] of operations) {
      if (!operation.path.includes('{') || createdWithId.includes(name)) continue
      // Password verification is slow.
      for (const shape of name === 'changePassword' ? shapes.slice(0, 2) : shapes) {
        const things = Object.fromEntries(Object.keys(fixture.things).map((key) => [key, shape]))
        const { status } = await ask(name, operation, things, { token: s.system })
        assert.ok([400, 401, 403, 404].includes(status), `${name} of ${shape.slice(0, 40)}: ${status}`)
      }
      // One of several ids is unknown.
      for (const [, key = ''] of operation.path.matchAll(/\{(\w+)\}/g)) {
        if (key === 'value' && operation.method === 'PUT') continue
        const unprivileged = 'f'.repeat(32)
        const things = {
          ...fixture.things,
          [key]: unprivileged,
          [`new ${key}`]: unprivileged,
          [`OS-EC2 ${key}`]: unprivileged,
          [`OS-EP-FILTER ${key}`]: unprivileged,
        }
        const requested = await ask(name, operation, things, { token: s.system })
        // Some need a project-scoped token.
        const answer =
          requested.status === 403 ? await ask(name, operation, things, { token: s.admin }) : requested
        const isName = key === 'group' || key === 'option'
        const expected = isName ? 403 : (notMissing[name] ?? 404)
        isError(answer, expected, `${name} without ${key}`, operation.method === 'HEAD')
      }
    }
    // Values that a URL cannot contain are 400 or 404 as well.
    for (const raw of ['%00', 'a%00b', '%', '%zz', '%ff', '%c0%af', '%ed%a0%80'])
      for (const [name, operation] of operations) {
        if (!operation.path.includes('{')) continue
        const url = `/v3${operation.path.replaceAll(/\{\w+\}/g, raw)}`
        const { call } = requestFor(operation, fixture.things)
        const answer = await s.call(operation.method, url, { ...call, token: s.system })
        if (operation.method === 'HEAD') assert.ok([400, 404].includes(answer.status), name)
        else isError(answer, answer.status === 404 ? 404 : 400, `${name} of ${raw}`)
      }
    assert.deepEqual(diff(before, await snapshot(s.muster.store)), [])
  })

  test('unknown routes are 404, wrong methods 405 with Allow, OPTIONS 200 with Allow', async () => {
    const paths = new Map<string, Set<string>>()
    for (const [, { path, method }] of operations) {
      const verbs = paths.get(path) ?? new Set(['OPTIONS'])
      if (method === 'GET') verbs.add('HEAD')
      paths.set(path, verbs.add(method))
    }
    for (const [path, verbs] of paths) {
      const allow = [...verbs].sort().join(', ')
      const { url } = requestFor({ path, method: 'GET' } as Operation, fixture.things)
      for (const token of [s.system, undefined]) {
        const options = await s.call('OPTIONS', url, { token })
        assert.deepEqual([options.status, options.headers['allow']], [200, allow], path)
        for (const verb of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
          if (verbs.has(verb)) continue
          const answer = await s.call(verb, url, { token })
          // OAuth 2.0 has its own error format.
          if (path.startsWith('/OS-OAUTH2')) assert.equal(answer.status, 405)
          else isError(answer, 405, `${verb} ${path}`)
          assert.equal(answer.headers['allow'], allow, `${verb} ${path}`)
        }
      }
    }
    for (const path of ['/nothing', '/users/x/nothing', '/Users', '/v3/users'])
      for (const method of ['GET', 'POST', 'DELETE'])
        isError(await s.call(method, `/v3${path}`, { token: s.system }), 404, `${method} ${path}`)
    for (const method of ['TRACE', 'PROPFIND', 'SEARCH', 'LOCK'])
      for (const path of ['/v3/users', '/v3/nothing']) {
        const { status, body } = await s.call(method, path, { token: s.system })
        assert.ok(status === 404 || status === 405, `${method} ${path}: ${status}`)
        assert.equal(body.error.code, status)
      }
  })

  test('an administrator of another domain has access beyond it only where Identity v3 defines it', async () => {
    // `role:admin` in any scope passes these rules (keystone.md sections 5.3 and 30); everything that belongs to
    // no domain needs another scope.
    const { adminB, things } = fixture
    const names = await reached(adminB.token, things, await fixture.subject())
    const beyond = /^(?!list\w+Inference)\w*(User|Group|Project|Token|Tag|Password)/
    const globalKeys = names.filter((name) => !beyond.test(name) && !openToEveryToken.includes(name))
    assert.deepEqual(globalKeys, [
      'createCredential',
      'deleteCredential',
      'getCredential',
      'getDomain',
      'getLimit',
      'getRole',
      'listDomains',
      'listRoleAssignments',
      'listRoles',
      'updateCredential',
    ])
    const system = names.filter((name) =>
      /System|Implied|Region|Service|Endpoint|^(?:create|update|delete)(?:Domain|Role)$/.test(name),
    )
    assert.deepEqual(system, ['getAuthSystem', 'getRegion', 'listRegions'])
  })
})

onEachDatabase('all operations of Identity v3', (makePlace) => {
  test('use existing objects: an administrator reads every one of them', async () => {
    const s = await startTestServer(await makePlace())
    try {
      const fixture = await makeFixture(s)
      const [{ things }, subject] = [fixture, await fixture.subject()]
      for (const [name, operation] of inSafeOrder) {
        const { method, url, call } = requestFor(operation, things)
        const of = operation.path === '/auth/tokens' && method !== 'POST' ? { subject } : {}
        // Most objects are accessible to an administrator, some need the system scope, some the user itself.
        const expected = rejectedByState[name] ?? Number(Object.keys(operation.responses)[0])
        let answer: Called | undefined
        for (const token of [s.admin, s.system, subject]) {
          if (answer && (answer.status === expected || ![401, 403].includes(answer.status))) break
          answer = await s.call(method, url, { ...call, ...of, token })
        }
        const { status, body } = answer ?? {}
        assert.equal(status, expected, `${name}: ${JSON.stringify(body)}`)
      }
    } finally {
      await s.close()
    }
  })
})

describe('T28: every operation has an existing rule', async () => {
  const core = new URL('../../src/core/', import.meta.url)
  const withoutRule: Readonly<Record<Access, string[]>> = { public: [], authenticated: [], operator: [] }
  const named = new Set<RuleName>()
  let count = 0
  for await (const file of glob('**/*.ts', { cwd: core })) {
    if (file.endsWith('.test.ts') || file.startsWith('kernel/rules/')) continue
    const exports = (await import(new URL(file, core).href)) as Record<string, unknown>
    for (const [name, value] of Object.entries(exports)) {
      if (!isOperation(value)) continue
      count++
      if (value.access !== undefined) withoutRule[value.access].push(name)
      else assert.ok(rulesOf(value).length > 0, `${file}: ${name} has no rule`)
      for (const rule of rulesOf(value)) named.add(rule)
    }
  }

  test('every rule of an operation is in the rule book', () => {
    assert.ok(count > 60, `saw ${count} operations`)
    assert.ok(named.size > 50, `saw ${named.size} rules`)
    const shipped = new Set(allRules.map(({ name }) => name))
    assert.deepEqual(
      [...named].filter((rule) => !shipped.has(rule)),
      [],
    )
  })

  test('operations without a rule, or for any authenticated caller, are exactly those listed here', () => {
    assert.deepEqual(withoutRule.public.sort(), [
      'acceptInvitation',
      'admitFederatedUser',
      'changePassword',
      'checkDashboard',
      'createAccessToken',
      'createEcpAssertion',
      'createRequestToken',
      'createSamlAssertion',
      'endBulkRun',
      'findSsoProvider',
      'getInvitation',
      'getRecovery',
      'getSamlMetadata',
      'hasSeveralDomains',
      'openSession',
      'releaseLease',
      'requestRecovery',
      'resetPassword',
      'resumeWebSso',
      'signIn',
      'startWebSso',
    ])
    assert.deepEqual(withoutRule.authenticated.sort(), [
      'beginIdempotent',
      'dropAttempt',
      'getCallerDomain',
      'getPlans',
      'keepAnswer',
      'listAccountRoles',
    ])
  })
})

const isOperation = (value: unknown): value is Query<never, never, never> =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  ['query', 'command'].includes(String(value.kind))

/** The tables that differ. */
function diff(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((table) => a[table] !== b[table]).sort()
}
