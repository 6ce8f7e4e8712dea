import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { signedForS3, signedRequest } from '../ec2-client.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('credentials and EC2 keys through Identity v3', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())

  let count = 0
  const newUser = async (role = 'member') => {
    const n = ++count
    const password = `pass-${n}-phrase`
    const made = async (what: string, body: object) =>
      (await s.call('POST', `/v3/${what}s`, { token: s.admin, body: { [what]: body } })).body[what]
    const user = await made('user', { name: `user-${n}`, password })
    const project = await made('project', { name: `project-${n}` })
    const { roles } = (await s.call('GET', `/v3/roles?name=${role}`, { token: s.admin })).body
    const grant = `/v3/projects/${project.id}/users/${user.id}/roles/${roles[0].id}`
    assert.equal((await s.call('PUT', grant, { token: s.admin })).status, 204)
    const token = await s.signIn({ id: user.id, password }, { project: { id: project.id } })
    return { user, project, password, token, grant, keys: `/v3/users/${user.id}/credentials/OS-EC2` }
  }
  const create = (token: string | undefined, credential: object) =>
    s.call('POST', '/v3/credentials', { token, body: { credential } })
  const newKey = async (of: Awaited<ReturnType<typeof newUser>>) =>
    (await s.call('POST', of.keys, { token: of.token, body: { tenant_id: of.project.id } })).body.credential

  test('create, show, list, update and delete, with unknown attributes stored', async () => {
    const { user, project, token } = await newUser()
    const made = await create(token, {
      id: 'ignored',
      user_id: user.id,
      project_id: project.id,
      type: 'cert',
      blob: 'some text',
      colour: 'red',
    })
    assert.equal(made.status, 201)
    const { credential } = made.body
    assert.match(credential.id, /^[0-9a-f]{32}$/)
    const url = `/v3/credentials/${credential.id}`
    assert.deepEqual(credential, {
      id: credential.id,
      user_id: user.id,
      project_id: project.id,
      type: 'cert',
      blob: 'some text',
      colour: 'red',
      links: { self: `http://muster.test${url}` },
    })
    assert.deepEqual((await s.call('GET', url, { token })).body, made.body)
    assert.deepEqual((await s.call('GET', '/v3/credentials', { token })).body.credentials, [credential])
    const filtered = async (query: string) =>
      (await s.call('GET', `/v3/credentials?${query}`, { token: s.admin })).body.credentials.length
    assert.equal(await filtered(`user_id=${user.id}`), 1)
    assert.equal(await filtered(`user_id=${user.id}&type=cert`), 1)
    assert.equal(await filtered(`user_id=${user.id}&type=ec2`), 0)
    assert.equal(await filtered(`user_id=${user.id}&type__startswith=ce`), 1)
    const changed = await s.call('PATCH', url, { token, body: { credential: { blob: 'other text' } } })
    assert.equal(changed.status, 200)
    assert.deepEqual(changed.body.credential, { ...credential, blob: 'other text' })
    assert.equal((await s.call('DELETE', url, { token })).status, 204)
    assert.equal((await s.call('GET', url, { token: s.admin })).status, 404)
    assert.equal((await s.call('GET', url, { token })).status, 403)
    assert.equal((await s.call('GET', url)).status, 401)
  })

  test('a list is paged for users who may see only some rows', async () => {
    const [mine, theirs] = [await newUser(), await newUser()]
    for (let n = 0; n < 5; n++)
      for (const { user, token } of [mine, theirs])
        await create(token, { user_id: user.id, type: 'cert', blob: `${n}` })
    const seen: string[] = []
    let url: string | null = '/v3/credentials?limit=2'
    for (let pages = 0; url !== null; pages++) {
      assert.ok(pages < 4)
      const {
        body,
      }: { body: { credentials: { user_id: string; id: string }[]; links: { next: string | null } } } =
        await s.call('GET', url, { token: mine.token })
      for (const { user_id, id } of body.credentials) {
        assert.equal(user_id, mine.user.id)
        seen.push(id)
      }
      url = body.links.next?.replace('http://muster.test', '') ?? null
    }
    assert.equal(new Set(seen).size, 5)
    assert.equal((await s.call('GET', '/v3/credentials?marker=unknown', { token: mine.token })).status, 404)
    const others = await s.call('GET', `/v3/credentials?user_id=${theirs.user.id}`, { token: mine.token })
    assert.deepEqual(others.body.credentials, [])
  })

  test('T02: an update contains only the blob, or repeats existing values', async () => {
    const { user, project, token } = await newUser()
    const input = { user_id: user.id, project_id: project.id, type: 'cert', blob: 'text', colour: 'red' }
    const { credential } = (await create(token, input)).body
    const url = `/v3/credentials/${credential.id}`
    const patch = async (change: unknown) =>
      (await s.call('PATCH', url, { token: s.admin, body: { credential: change } })).status
    assert.equal(await patch(credential), 200, 'a GET response may be sent back')
    assert.equal(await patch({ user_id: user.id, type: 'cert', blob: 'new' }), 200)
    const others = await newUser()
    for (const change of [
      { user_id: others.user.id },
      { project_id: others.project.id },
      { project_id: null },
      { type: 'ec2' },
      { id: 'another' },
      { colour: 'blue' },
      { blob: 'x', user_id: others.user.id },
      { blob: null },
      { blob: {} },
      {},
      [],
      null,
    ])
      assert.equal(await patch(change), 400, JSON.stringify(change))
    const after = (await s.call('GET', url, { token })).body.credential
    assert.deepEqual(after, { ...credential, blob: 'new' })
  })

  test('invalid bodies are 400', async () => {
    const { user, project, token } = await newUser()
    const good = { user_id: user.id, project_id: project.id, type: 'ec2', blob: '{"access":"a"}' }
    const bad: unknown[] = [
      undefined,
      {},
      { user_id: user.id },
      { ...good, type: 5 },
      { ...good, type: '' },
      { ...good, blob: { access: 'a' } },
      { ...good, blob: '{"abc":"def"d}' },
      { ...good, blob: '{"abc":"def"}' },
      { ...good, blob: 'x'.repeat(70_000) },
      { ...good, project_id: null },
      { ...good, project_id: undefined },
      { ...good, project_id: 'x'.repeat(65) },
      { ...good, user_id: [] },
      { ...good, user_id: '\0' },
      { ...good, type: 'x'.repeat(256) },
    ]
    for (const credential of bad) {
      const answer = await s.call('POST', '/v3/credentials', { token: s.admin, body: { credential } })
      assert.equal(answer.status, 400, JSON.stringify(credential)?.slice(0, 80))
    }
    for (const body of [{}, { tenant_id: null }, { tenant_id: 5 }, { tenant_id: '' }, []])
      assert.equal(
        (await s.call('POST', `/v3/users/${user.id}/credentials/OS-EC2`, { token, body })).status,
        400,
      )
    for (const id of ['x'.repeat(5000), '%F0%9F%92%A5', '..%2f..'])
      for (const url of [`/v3/credentials/${id}`, `/v3/users/${user.id}/credentials/OS-EC2/${id}`])
        assert.ok(
          [404, 414].includes((await s.call('GET', url, { token: s.admin })).status),
          url.slice(0, 60),
        )
  })

  test('an EC2 key is a stored credential under the hash of its access key', async () => {
    const owner = await newUser()
    const { user, project, token, keys } = owner
    const made = await s.call('POST', keys, { token, body: { tenant_id: project.id } })
    assert.equal(made.status, 201)
    const { credential } = made.body
    const { access, secret } = credential
    assert.deepEqual(credential, {
      access,
      secret,
      user_id: user.id,
      tenant_id: project.id,
      trust_id: null,
      links: { self: `http://muster.test${keys}/${access}` },
    })
    assert.deepEqual((await s.call('GET', `${keys}/${access}`, { token })).body, made.body)
    const list = (await s.call('GET', keys, { token })).body
    assert.deepEqual(list.credentials, [credential])
    assert.equal(list.links.self, `http://muster.test${keys}`)
    const id = createHash('sha256').update(access).digest('hex')
    const stored = (await s.call('GET', `/v3/credentials/${id}`, { token })).body.credential
    assert.partialDeepStrictEqual(stored, { type: 'ec2', user_id: user.id, project_id: project.id })
    assert.deepEqual(JSON.parse(stored.blob), { access, secret, trust_id: null })
    const again = await create(token, {
      user_id: user.id,
      project_id: project.id,
      type: 'ec2',
      blob: stored.blob,
    })
    assert.equal(again.status, 409)
    await newKey(owner)
    const page = await s.call('GET', `${keys}?limit=1`, { token })
    assert.equal(page.body.truncated, true)
    const next = await s.call('GET', page.body.links.next.replace('http://muster.test', ''), { token })
    assert.equal(next.body.credentials.length, 1)
    assert.notEqual(next.body.credentials[0].access, page.body.credentials[0].access)
    assert.equal((await s.call('DELETE', `${keys}/${access}`, { token })).status, 204)
    assert.equal((await s.call('GET', `/v3/credentials/${id}`, { token: s.admin })).status, 404)
    const unknown = { token: s.admin, body: { tenant_id: 'unknown' } }
    assert.equal((await s.call('POST', keys, unknown)).status, 404)
    const unprivileged = { token: s.admin, body: { tenant_id: project.id } }
    assert.equal((await s.call('POST', '/v3/users/unknown/credentials/OS-EC2', unprivileged)).status, 404)
  })

  test('a signed request returns a token, in the header for EC2 and not at all for S3', async () => {
    const owner = await newUser()
    const key = await newKey(owner)
    const answers = [
      await s.call('POST', '/v3/ec2tokens', {
        token: s.admin,
        body: { credentials: signedRequest(key, Date.now(), 'One') },
      }),
      await s.call('POST', '/v3/ec2tokens', {
        token: s.system,
        body: { ec2Credentials: signedRequest(key, Date.now(), 'Two') },
      }),
      await s.call('POST', '/v3/s3tokens', {
        token: s.admin,
        body: { credential: signedForS3(key, Date.now(), '/three') },
      }),
    ]
    for (const { status, body } of answers) {
      assert.equal(status, 200)
      assert.deepEqual(body.token.methods, ['ec2credential'])
      assert.equal(body.token.user.id, owner.user.id)
      assert.equal(body.token.project.id, owner.project.id)
      assert.deepEqual(body.token.roles.map(({ name }: { name: string }) => name).sort(), [
        'member',
        'reader',
      ])
      assert.ok(body.token.catalog.length > 0)
    }
    const tokens = answers.map(({ headers }) => headers['x-subject-token'])
    assert.ok(tokens[0] && tokens[1])
    assert.equal(tokens[2], undefined)
    const subject = String(tokens[0])
    const validated = await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject })
    assert.deepEqual(validated.body, answers[0]?.body)
  })

  test('T15: a token of an EC2 key may only validate itself', async () => {
    const owner = await newUser('admin')
    const key = await newKey(owner)
    const answer = await s.call('POST', '/v3/ec2tokens', {
      token: s.admin,
      body: { credentials: signedRequest(key, Date.now()) },
    })
    const token = String(answer.headers['x-subject-token'])
    assert.equal((await s.call('GET', '/v3/auth/tokens', { token, subject: token })).status, 200)
    for (const [method, url] of [
      ['GET', '/v3/users'],
      ['GET', `/v3/users/${owner.user.id}`],
      ['GET', '/v3/auth/projects'],
      ['GET', '/v3/credentials'],
      ['GET', owner.keys],
      ['GET', `${owner.keys}/${key.access}`],
      ['DELETE', `${owner.keys}/${key.access}`],
    ] as const)
      assert.equal((await s.call(method, url, { token })).status, 403, `${method} ${url}`)
    const body = { credentials: signedRequest(key, Date.now(), 'Another') }
    assert.equal((await s.call('POST', '/v3/ec2tokens', { token, body })).status, 403)
    const identity = { methods: ['token'], token: { id: token } }
    assert.equal((await s.call('POST', '/v3/auth/tokens', { body: { auth: { identity } } })).status, 403)
  })

  test('T04, T14, T73: caller, key and signature errors: 401, 403, 404 without details', async () => {
    const owner = await newUser()
    const key = await newKey(owner)
    const ask = async (url: string, token: string | undefined, credentials: unknown) =>
      (await s.call('POST', url, { token, body: { credentials } })).status
    for (const [url, sign] of [
      ['/v3/ec2tokens', signedRequest],
      ['/v3/s3tokens', signedForS3],
    ] as const) {
      const good = sign(key, Date.now(), `/good${url}`)
      assert.equal(await ask(url, undefined, good), 401)
      assert.equal(await ask(url, owner.token, good), 403)
      assert.equal(await ask(url, s.admin, { ...good, access: 'unknown' }), 404)
      assert.equal(await ask(url, s.admin, { ...good, signature: 'AAAA' }), 401)
      assert.equal(await ask(url, s.admin, sign({ ...key, secret: 'x' }, Date.now())), 401)
      assert.equal(await ask(url, s.admin, sign(key, Date.now() - 16 * 60_000)), 401)
      assert.equal(await ask(url, s.admin, {}), 401)
      assert.equal(await ask(url, s.admin, { access: key.access }), 401)
      assert.equal(await ask(url, s.admin, { access: key.access, signature: good.signature }), 401)
      for (const wrong of [null, [], 'text', { ...good, access: 5 }, { ...good, signature: {} }])
        assert.equal(await ask(url, s.admin, wrong), 400, JSON.stringify(wrong)?.slice(0, 60))
      assert.equal((await s.call('POST', url, { token: s.admin, body: {} })).status, 400)
      assert.equal((await s.call('POST', url, { token: s.admin })).status, 400)
      assert.equal((await s.call('GET', url, { token: s.admin })).status, 405)
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => ask(url, s.admin, good)))
      assert.deepEqual(outcomes.toSorted(), [200, ...Array.from({ length: 9 }, () => 401)])
    }
    const odd = signedRequest(key, Date.now())
    for (const part of [
      { params: { ...odd.params, Action: ['x'] } },
      { params: [] },
      { headers: { Authorization: {} } },
      { verb: 5 },
      { host: null },
    ])
      assert.equal(await ask('/v3/ec2tokens', s.admin, { ...odd, ...part }), 400, JSON.stringify(part))
    assert.equal(await ask('/v3/ec2tokens', s.admin, { ...odd, params: { SignatureVersion: 7 } }), 401)
    await s.call('DELETE', owner.grant, { token: s.admin })
    assert.equal(await ask('/v3/ec2tokens', s.admin, signedRequest(key, Date.now(), 'Late')), 401)
  })

  test('T01, T05, T09: a token of an application credential across all operations', async () => {
    const owner = await newUser()
    const { user, project, token, password, keys } = owner
    const totp = (await create(token, { user_id: user.id, type: 'totp', blob: 'JBSWY3DPEHPK3PXP' })).body
      .credential
    const { roles } = (await s.call('GET', '/v3/roles?name=reader', { token: s.admin })).body
    const delegatedToken = async (unrestricted: boolean, roleIds?: object[]) => {
      const body = {
        application_credential: {
          name: `app-${++count}`,
          unrestricted,
          ...(roleIds ? { roles: roleIds } : {}),
        },
      }
      const made = await s.call('POST', `/v3/users/${user.id}/application_credentials`, { token, body })
      assert.equal(made.status, 201)
      const { id, secret } = made.body.application_credential
      const identity = { methods: ['application_credential'], application_credential: { id, secret } }
      const signedIn = await s.call('POST', '/v3/auth/tokens', { body: { auth: { identity } } })
      return { id, token: String(signedIn.headers['x-subject-token']) }
    }
    const [free, bound] = [await delegatedToken(true), await delegatedToken(false)]
    const ec2 = { user_id: user.id, project_id: project.id, type: 'ec2' }
    const own = (token: string, access: string) =>
      create(token, { ...ec2, blob: JSON.stringify({ access, secret: 's', trust_id: 'claimed' }) })
    assert.equal((await own(bound.token, 'bound')).status, 403)
    assert.equal(
      (await s.call('POST', keys, { token: bound.token, body: { tenant_id: project.id } })).status,
      403,
    )
    const made = await own(free.token, 'free')
    assert.equal(made.status, 201)
    assert.deepEqual(JSON.parse(made.body.credential.blob), {
      access: 'free',
      secret: 's',
      app_cred_id: free.id,
    })
    const pair = (await s.call('POST', keys, { token: free.token, body: { tenant_id: project.id } })).body
      .credential
    for (const key of [{ access: 'free', secret: 's' }, pair]) {
      const credentials = signedRequest(key, Date.now())
      const bought = await s.call('POST', '/v3/ec2tokens', { token: s.admin, body: { credentials } })
      assert.equal(bought.status, 200)
      assert.equal(bought.body.token.application_credential.id, free.id)
    }
    for (const { token: delegated } of [free, bound]) {
      const { credentials } = (await s.call('GET', '/v3/credentials', { token: delegated })).body
      assert.ok(credentials.every(({ project_id }: { project_id: string }) => project_id === project.id))
      assert.ok(credentials.every(({ type }: { type: string }) => type !== 'totp'))
      const url = `/v3/credentials/${totp.id}`
      assert.equal((await s.call('GET', url, { token: delegated })).status, 403)
      assert.equal(
        (await s.call('PATCH', url, { token: delegated, body: { credential: { blob: 'A' } } })).status,
        403,
      )
      assert.equal((await s.call('DELETE', url, { token: delegated })).status, 403)
    }
    // Fewer delegated roles yield fewer roles.
    const reader = await delegatedToken(true, [{ id: roles[0].id }])
    assert.equal(
      (await s.call('POST', keys, { token: reader.token, body: { tenant_id: project.id } })).status,
      403,
      'making keys needs the role member',
    )
    assert.equal((await own(reader.token, 'reader')).status, 201)
    const credentials = signedRequest({ access: 'reader', secret: 's' }, Date.now())
    const bought = await s.call('POST', '/v3/ec2tokens', { token: s.admin, body: { credentials } })
    assert.deepEqual(
      bought.body.token.roles.map(({ name }: { name: string }) => name),
      ['reader'],
    )
    const url = `/v3/users/${user.id}/application_credentials/${free.id}`
    const again = await s.signIn({ id: user.id, password }, { project: { id: project.id } })
    assert.equal((await s.call('DELETE', url, { token: again })).status, 204)
    const late = signedRequest({ access: 'free', secret: 's' }, Date.now(), 'Late')
    assert.equal(
      (await s.call('POST', '/v3/ec2tokens', { token: s.admin, body: { credentials: late } })).status,
      404,
    )
  })
})
