import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { operatorSource } from '../src/composition/audit-sources.ts'
import { operator } from '../src/core/kernel/caller.ts'
import { rotateKeys } from '../src/core/kernel/keys/rotate-keys.ts'
import { makeJwsKey, parseJwsKey, signJws } from '../src/crypto/jws.ts'
import { onEachDatabase, type Place } from './databases.ts'
import { adminPassword, startTestServer, type TestServer } from './test-server.ts'

const administrator = { name: 'admin', domain: { id: 'default' }, password: adminPassword }
const project = { project: { name: 'admin', domain: { id: 'default' } } }
const jws = { MUSTER_TOKEN_FORMAT: 'jws' }

const partsOf = (token: string) =>
  token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))

const validate = (s: TestServer, subject: string) =>
  s.call('GET', '/v3/auth/tokens', { token: s.admin, subject })

onEachDatabase('JWS tokens', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace(), jws)
  })
  after(() => s.close())

  const rotate = () =>
    s.muster.core.run(rotateKeys, { purpose: 'token_signatures' }, operator, operatorSource)
  const exchange = (id: string) =>
    s.call('POST', '/v3/auth/tokens', {
      body: { auth: { identity: { methods: ['token'], token: { id } }, scope: project } },
    })

  test('a token is a JWT of Keystone: ES256, with the ids of its user and its project', async () => {
    const token = await s.signIn(administrator, project)
    const { body } = await validate(s, token)
    const [header, claims] = partsOf(token)
    assert.deepEqual(header, { alg: 'ES256', typ: 'JWT' })
    assert.deepEqual(claims, {
      iat: Date.parse(body.token.issued_at) / 1000,
      sub: body.token.user.id,
      exp: Date.parse(body.token.expires_at) / 1000,
      openstack_methods: ['password'],
      openstack_audit_ids: body.token.audit_ids,
      openstack_project_id: body.token.project.id,
    })
    assert.deepEqual(partsOf(s.system)[1].openstack_system, 'all')
  })

  test('an exchanged token keeps the chain of audit ids, and revoking ends one token', async () => {
    const token = await s.signIn(administrator, project)
    const exchanged = await exchange(token)
    assert.equal(exchanged.status, 201)
    const second = String(exchanged.headers['x-subject-token'])
    assert.equal(partsOf(second)[1].openstack_audit_ids[1], partsOf(token)[1].openstack_audit_ids[0])
    assert.equal((await s.call('DELETE', '/v3/auth/tokens', { token: s.admin, subject: second })).status, 204)
    assert.equal((await validate(s, second)).status, 404)
    assert.equal((await validate(s, token)).status, 200)
  })

  test('a changed token is not valid, as subject and as the token of the caller', async () => {
    const [head = '', body = '', signature = ''] = s.admin.split('.')
    const claims = { ...partsOf(s.admin)[1], openstack_system: 'all', openstack_project_id: undefined }
    const forged = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`
    for (const token of [forged, `${head}.${body}.`, `${head}.${body}`]) {
      assert.equal((await validate(s, token)).status, 404)
      assert.equal((await s.call('GET', '/v3/users', { token })).status, 401)
    }
  })

  test('an application credential signs in to a token with its claim', async () => {
    const { body: made } = await s.call(
      'POST',
      `/v3/users/${partsOf(s.admin)[1].sub}/application_credentials`,
      {
        token: s.admin,
        body: { application_credential: { name: 'jws' } },
      },
    )
    const { id, secret } = made.application_credential
    const identity = { methods: ['application_credential'], application_credential: { id, secret } }
    const answer = await s.call('POST', '/v3/auth/tokens', { body: { auth: { identity } } })
    const token = String(answer.headers['x-subject-token'])
    assert.equal(partsOf(token)[1].openstack_app_cred_id, id)
    assert.equal((await validate(s, token)).body.token.application_credential.id, id)
  })

  test('a rotation changes the signing key; tokens of dropped keys are no longer valid', async () => {
    const before = await s.signIn(administrator, project)
    await rotate()
    assert.equal((await validate(s, before)).status, 200)
    const after = await s.signIn(administrator, project)
    const admin = after
    // Three keys are active by default: the staged one, the primary one, and one before it.
    await rotate()
    const valid = (subject: string) => s.call('GET', '/v3/auth/tokens', { token: admin, subject })
    assert.equal((await valid(after)).status, 200)
    await rotate()
    const fresh = await s.signIn(administrator, project)
    const dropped = await s.call('GET', '/v3/auth/tokens', { token: fresh, subject: before })
    assert.equal(dropped.status, 404)
  })
})

onEachDatabase('the format of tokens', (makePlace) => {
  const restart = async (place: Place, before: TestServer, environment: Record<string, string>) => {
    await before.muster.close()
    return startTestServer(place, environment)
  }

  test('tokens of either format stay valid when the format is changed, and back', async () => {
    const place = await makePlace()
    const first = await startTestServer(place)
    const second = await restart(place, first, jws)
    assert.equal((await validate(second, first.admin)).status, 200)
    const third = await restart(place, second, {})
    assert.equal(third.admin.includes('.'), false)
    assert.equal((await validate(third, second.admin)).status, 200)
    await third.close()
  })

  test('the keys of a Keystone are used: its tokens are valid, and it can verify those of Muster', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-jws-'))
    const pem = makeJwsKey()
    await mkdir(join(folder, 'private'))
    await mkdir(join(folder, 'public'))
    await writeFile(join(folder, 'private', 'private.pem'), pem, { mode: 0o600 })
    const publicPem = createPublicKey(pem).export({ type: 'spki', format: 'pem' })
    await writeFile(join(folder, 'public', 'public.pem'), publicPem)
    const other = makeJwsKey()
    const otherPublic = createPublicKey(other).export({ type: 'spki', format: 'pem' })
    await writeFile(join(folder, 'public', 'other-node.pem'), otherPublic)
    const s = await startTestServer(await makePlace(), { ...jws, MUSTER_TOKEN_JWS_KEY_REPOSITORY: folder })
    const claims = { ...partsOf(s.admin)[1], openstack_audit_ids: ['AAECAwQFBgcICQoLDA0ODw'] }
    const ofKeystone = signJws(parseJwsKey(other), claims)
    const { status, body } = await validate(s, ofKeystone)
    assert.equal(status, 200)
    assert.equal(body.token.project.name, 'admin')
    assert.equal((await validate(s, signJws(parseJwsKey(makeJwsKey()), claims))).status, 404)
    await s.close()
    await rm(folder, { recursive: true })
  })

  test('a folder without a signing key is reported at the start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-jws-'))
    const place = await makePlace()
    const environment = { ...jws, MUSTER_TOKEN_JWS_KEY_REPOSITORY: folder }
    await assert.rejects(startTestServer(place, environment), /private\.pem/)
    await place.remove()
    await rm(folder, { recursive: true })
  })
})
