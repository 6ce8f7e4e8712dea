import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { inspect } from 'node:util'
import {
  type AuthMethod,
  Connection,
  type ConnectionOptions,
  EndpointNotFound,
  type Hooks,
  MissingAuthMethods,
  Unauthorized,
} from '../src/openstack/index.ts'
import { sendJson, startFakeServer } from './fake-server.ts'
import { adminOptions, type OpenstackTarget, unique } from './openstack-suite.ts'

/** The seed of the test vectors of RFC 6238, in base32. */
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

const passcode = (): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const digest = createHmac('sha1', '12345678901234567890').update(counter).digest()
  const start = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const password = 'correct horse 1'

/** Counts the requests to `POST /auth/tokens`. */
const countAuthentications = () => {
  const seen = { count: 0 }
  const hooks: Hooks = {
    onRequest: ({ method, path }) => {
      if (method === 'POST' && path === '/auth/tokens') seen.count++
    },
  }
  return { seen, hooks }
}

/** The tests of authentication, scopes and the catalog. `hasTotp`: the server has the method `totp`. */
export const openstackAuthSuite = (
  target: () => OpenstackTarget,
  { hasTotp }: { hasTotp: boolean },
): void => {
  const connect = (options: Partial<ConnectionOptions> = {}): Connection => {
    const { scope, ...admin } = adminOptions(target())
    return new Connection({
      ...admin,
      ...('scope' in options || 'auth' in options ? {} : { scope }),
      ...options,
    })
  }

  const makeUser = async () => {
    const { identity } = connect()
    const project = await identity.projects.create({ name: unique() })
    const user = await identity.users.create({ name: unique(), password, defaultProjectId: project })
    const role = await identity.roles.find('member', { ignoreMissing: false })
    await identity.roles.assign({ role, user, project })
    const auth = { type: 'password', user: { id: user.id }, password } as const
    return { user, project, auth }
  }

  test('a password gives a token for a project, a domain, the system or no scope', async () => {
    const admin = await connect().authenticate()
    assert.deepEqual([admin.user.name, admin.project?.name, admin.methods], ['admin', 'admin', ['password']])
    assert.ok(admin.roles.some(({ name }) => name === 'admin'))
    assert.ok(admin.expiresAt.getTime() > Date.now())
    const { project } = admin
    assert.equal(
      (await connect({ scope: { project: project?.id ?? '' } }).authenticate()).project?.id,
      project?.id,
    )
    assert.equal((await connect({ scope: { system: 'all' } }).authenticate()).system, 'all')
    const unscoped = await connect({ scope: 'unscoped' }).authenticate()
    assert.deepEqual([unscoped.project, unscoped.roles, unscoped.catalog], [undefined, [], []])
    const { identity } = connect()
    const role = await identity.roles.find('admin', { ignoreMissing: false })
    await identity.roles.assign({ role, user: admin.user, domain: 'default' })
    for (const domain of ['default', { name: 'Default' }, { id: 'default' }])
      assert.equal((await connect({ scope: { domain } }).authenticate()).domain?.name, 'Default')
  })

  test('without a scope, the token is for the default project', async () => {
    const { auth, project, user } = await makeUser()
    const details = await connect({ auth }).authenticate()
    assert.deepEqual([details.user.id, details.project?.id], [user.id, project.id])
    const byName = {
      type: 'password',
      user: { name: user.name, domain: { name: 'Default' } },
      password,
    } as const
    assert.equal((await connect({ auth: byName }).authenticate()).user.id, user.id)
  })

  test('a token is used as it is, or exchanged for one with a scope', async () => {
    const { auth, project } = await makeUser()
    const unscoped = await connect({ auth, scope: 'unscoped' }).token()
    const used = connect({ auth: { type: 'token', token: unscoped } })
    assert.equal(await used.token(), unscoped)
    assert.deepEqual((await used.tokenDetails()).project, undefined)
    const exchanged = connect({
      auth: { type: 'token', token: async () => unscoped },
      scope: { project: project.id },
    })
    assert.notEqual(await exchanged.token(), unscoped)
    assert.equal((await exchanged.tokenDetails()).project?.id, project.id)
  })

  test('an application credential is found by its id, or by name and user', async () => {
    const { auth, project, user } = await makeUser()
    const { body } = await connect({ auth }).request({
      service: 'identity',
      method: 'POST',
      path: '/users/{user}/application_credentials',
      params: { user: user.id },
      json: { application_credential: { name: 'deploy' } },
    })
    const { id, secret } = (body as { application_credential: { id: string; secret: string } })
      .application_credential
    const type = 'applicationCredential'
    for (const auth of [
      { type, id, secret },
      { type, name: 'deploy', user: { id: user.id }, secret: async () => secret },
    ] as const) {
      const details = await connect({ auth }).authenticate()
      assert.deepEqual(details.applicationCredential, { id, name: 'deploy', restricted: true })
      assert.equal(details.project?.id, project.id)
    }
  })

  test('a trust is a scope of the trustee', async () => {
    const trustor = await makeUser()
    const trustee = await makeUser()
    const { identity } = connect({ auth: trustor.auth })
    const trust = await identity.trusts.create({
      trustorUserId: trustor.user,
      trusteeUserId: trustee.user,
      projectId: trustor.project,
      impersonation: false,
      roles: [{ name: 'member' }],
    })
    const details = await connect({ auth: trustee.auth, scope: { trust } }).authenticate()
    assert.deepEqual(details.trust, {
      id: trust.id,
      impersonation: false,
      trustorUserId: trustor.user.id,
      trusteeUserId: trustee.user.id,
    })
    assert.equal(details.project?.id, trustor.project.id)
  })

  const totp = { skip: hasTotp ? false : 'the server has no method totp' }

  const makeTotpUser = async () => {
    const made = await makeUser()
    const { identity } = connect()
    await identity.credentials.create({ type: 'totp', userId: made.user, blob: seed })
    return made
  }

  const requireBoth = async (user: { id: string }) => {
    const { identity } = connect()
    const multiFactorAuthRules = [['password', 'totp']]
    const changed = await identity.users.update(user, {
      options: { multiFactorAuthEnabled: true, multiFactorAuthRules },
    })
    assert.deepEqual(changed.options?.multiFactorAuthRules, multiFactorAuthRules)
  }

  test('a one-time password is a method of its own', totp, async () => {
    const { user } = await makeTotpUser()
    const auth = { type: 'totp', user: { id: user.id }, passcode } as const
    assert.deepEqual((await connect({ auth }).authenticate()).methods, ['totp'])
  })

  test('two methods authenticate in one request', totp, async () => {
    const { user, auth } = await makeTotpUser()
    await requireBoth(user)
    const both: AuthMethod[] = [auth, { type: 'totp', passcode: passcode() }]
    assert.deepEqual([...(await connect({ auth: both }).authenticate()).methods].sort(), ['password', 'totp'])
  })

  test('a missing factor is an error with a receipt, which is continued', totp, async () => {
    const { user, auth } = await makeTotpUser()
    await requireBoth(user)
    const connection = connect({ auth })
    const error = await connection.identity.users.get(user).catch((thrown: unknown) => thrown)
    assert.ok(error instanceof MissingAuthMethods, String(error))
    assert.deepEqual(error.completedMethods, ['password'])
    assert.deepEqual(error.missingMethods, [['totp']])
    assert.equal(error.userId, user.id)
    assert.ok((error.expiresAt?.getTime() ?? 0) > Date.now())
    assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(error.receipt))
    await assert.rejects(
      connection.continueAuthentication(error, { type: 'totp', passcode: '000000' }),
      Unauthorized,
    )
    const details = await connection.continueAuthentication(error, { type: 'totp', passcode: passcode() })
    assert.deepEqual([...details.methods].sort(), ['password', 'totp'])
    assert.equal((await connection.identity.users.get(user)).id, user.id)
  })

  test('a revoked token is renewed once for calls in parallel', async () => {
    const { seen, hooks } = countAuthentications()
    const connection = connect({ hooks })
    const revoked = await connection.token()
    await connect().request({
      service: 'identity',
      method: 'DELETE',
      path: '/auth/tokens',
      headers: { 'x-subject-token': revoked },
    })
    const { user } = await connect().tokenDetails()
    const users = await Promise.all(Array.from({ length: 8 }, () => connection.identity.users.get(user)))
    assert.ok(users.every(({ id }) => id === user.id))
    assert.equal(seen.count, 2)
    assert.notEqual(await connection.token(), revoked)
  })

  test('revokeToken ends the token, and the next call authenticates again', async () => {
    const { seen, hooks } = countAuthentications()
    const connection = connect({ hooks })
    const revoked = await connection.token()
    await connection.revokeToken()
    await connection.revokeToken()
    await assert.rejects(connect({ auth: { type: 'token', token: revoked } }).authenticate(), Unauthorized)
    await connection.tokenDetails()
    assert.equal(seen.count, 2)
  })

  test('finds endpoints in the catalog, and sends requests with the token to them', async () => {
    const admin = connect()
    const compute = await startFakeServer((_request, response) => sendJson(response, 200, { servers: [] }))
    const service = await admin.identity.services.create({ type: 'compute', name: unique() })
    const region = await admin.identity.regions.create({ id: unique() })
    const url = `${compute.url}/v2.1/$(project_id)s/`
    await admin.identity.endpoints.create({ serviceId: service, regionId: region, interface: 'public', url })
    try {
      const connection = connect({ region: region.id })
      const { project } = await connection.tokenDetails()
      assert.equal(await connection.endpoint('compute'), `${compute.url}/v2.1/${project?.id}`)
      const { body } = await connection.request({ service: 'compute', method: 'GET', path: '/servers' })
      assert.deepEqual(body, { servers: [] })
      const [received] = compute.received
      assert.equal(received?.url, `/v2.1/${project?.id}/servers`)
      assert.equal(received?.headers['x-auth-token'], await connection.token())
      for (const query of [{ interface: 'admin' as const }, { region: 'elsewhere' }])
        await assert.rejects(connection.endpoint('compute', query), EndpointNotFound)
      await assert.rejects(connection.endpoint('image'), /no public endpoint of the service image/)
      await assert.rejects(connect({ scope: 'unscoped' }).endpoint('compute'), /no catalog/)
    } finally {
      await admin.identity.services.delete(service)
      await admin.identity.regions.delete(region)
      await compute.close()
    }
  })

  test('the address of Identity is discovered from its root', async () => {
    const authUrl = target().authUrl.replace(/\/v3$/, '')
    for (const url of [authUrl, `${authUrl}/`]) {
      const { user } = await connect({ authUrl: url }).tokenDetails()
      assert.equal((await connect({ authUrl: url }).identity.users.get(user)).name, 'admin')
    }
  })

  test('printed connections and errors contain no secret', async () => {
    const { auth, user } = await makeUser()
    const connection = connect({ auth, headers: { 'x-private': 'header-secret' } })
    const token = await connection.token()
    const printed = [
      connection,
      await connection.identity.users.get('absent').catch((error: unknown) => error),
    ]
      .map((value) => inspect(value, { depth: 20, showHidden: true }))
      .join()
    assert.match(printed, /Connection/)
    for (const secret of [password, token, 'header-secret']) assert.ok(!printed.includes(secret))
    assert.ok(!JSON.stringify([connection, user]).includes(password))
  })
}
