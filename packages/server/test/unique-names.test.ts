import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { type Native, type NativeCall, nativeClient } from './native.ts'
import { type Called, startTestServer, type TestServer } from './test-server.ts'

const password = 'a phrase for all users'
const composed = 'Zo\u00eb\u212b'
const decomposed = 'Zoe\u0308A\u030a'

onEachDatabase('unique names in a domain', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const v3 = (method: string, path: string, body?: object): Promise<Called> =>
    s.call(method, `/v3${path}`, { token: s.system, ...(body ? { body } : {}) })
  const make = async (noun: string, attributes: object): Promise<string> => {
    const answer = await v3('POST', `/${noun}s`, { [noun]: attributes })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body[noun].id
  }
  const native = (method: string, path: string, call: NativeCall = {}) =>
    n.call(method, path, { secret: n.admin, ...call })
  const person = async (attributes: object): Promise<string> => {
    const answer = await native('POST', '/users', { body: { password, ...attributes } })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body.id
  }
  const rejectedFor = (field: string, { status, body }: Awaited<ReturnType<typeof native>>) => {
    assert.equal(status, 409, JSON.stringify(body))
    assert.equal(body.errors?.[0]?.pointer ?? body.field, body.errors ? `/${field}` : field)
  }

  test('P16: names of roles, users, projects, domains and groups that differ only in case are equal', async () => {
    const domain = await make('domain', { name: 'Of Case' })
    const rows: readonly [noun: string, name: string, alike: string, more: object][] = [
      ['role', 'Operator', 'OPERATOR', {}],
      ['role', 'Operator', 'operator', { domain_id: domain }],
      ['user', 'Straße', 'STRASSE', { domain_id: domain }],
      ['user', 'Ann', 'ann', {}],
      ['project', 'Payments', 'payments', { domain_id: domain }],
      ['group', 'ΣΩΣ', 'σως', { domain_id: domain }],
      ['domain', 'Case', 'cASE', {}],
    ]
    for (const [noun, name, alike, more] of rows) {
      const id = await make(noun, { name, ...more })
      const again = await v3('POST', `/${noun}s`, { [noun]: { name: alike, ...more } })
      assert.equal(again.status, 409, `${noun} ${alike}`)
      const other = await make(noun, { name: `another ${name}`, ...more })
      const renamed = await v3('PATCH', `/${noun}s/${other}`, { [noun]: { name: alike } })
      assert.equal(renamed.status, 409, `${noun} renamed to ${alike}`)
      const own = await v3('PATCH', `/${noun}s/${id}`, { [noun]: { name: alike } })
      assert.equal(own.status, 200, `${noun} written differently`)
      if (noun === 'domain') await v3('PATCH', `/domains/${id}`, { domain: { enabled: false } })
      assert.equal((await v3('DELETE', `/${noun}s/${id}`)).status, 204, noun)
      assert.equal(
        (await v3('PATCH', `/${noun}s/${other}`, { [noun]: { name } })).status,
        200,
        `${noun} freed`,
      )
    }
  })

  test('P16: a name is free in another domain', async () => {
    const [here, there] = [await make('domain', { name: 'Here' }), await make('domain', { name: 'There' })]
    for (const noun of ['user', 'project', 'group', 'role'])
      for (const [name, domain_id] of [
        ['Shared', here],
        ['shared', there],
      ])
        await make(noun, { name, domain_id })
  })

  test('P16: of many concurrent creations of names that differ in case one succeeds', async () => {
    const spellings = ['RACE', 'race', 'Race', 'rACE', 'raCE', 'RAce']
    for (const noun of ['role', 'user', 'project', 'group', 'domain']) {
      const answers = await Promise.all(
        spellings.map((name) => v3('POST', `/${noun}s`, { [noun]: { name } })),
      )
      assert.deepEqual(
        answers.map(({ status }) => status).sort(),
        [201, 409, 409, 409, 409, 409],
        `${noun} ${JSON.stringify(answers.map(({ body }) => body))}`,
      )
    }
  })

  test('P16: users, projects and domains are found for authentication by their names in any case', async () => {
    const domain_id = await make('domain', { name: 'Signing In' })
    const project = await make('project', { name: 'Work', domain_id })
    const user = await make('user', { name: 'Grace', password, domain_id })
    const { roles } = (await v3('GET', '/roles?name=member')).body
    await v3('PUT', `/projects/${project}/users/${user}/roles/${roles[0].id}`)
    const domain = { name: 'signing in' }
    const answer = await s.call('POST', '/v3/auth/tokens', {
      body: {
        auth: {
          identity: { methods: ['password'], password: { user: { name: 'grace', password, domain } } },
          scope: { project: { name: 'WORK', domain } },
        },
      },
    })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    assert.equal(answer.body.token.user.name, 'Grace')
    assert.equal(answer.body.token.project.name, 'Work')
  })

  test('P17: a username in NFC and in NFD is one name, and either signs in', async () => {
    await person({ username: composed })
    rejectedFor('username', await native('POST', '/users', { body: { username: decomposed } }))
    for (const username of [composed, decomposed]) {
      const answer = await n.call('POST', '/sessions', { body: { username, password } })
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      assert.equal(answer.body.session.user?.username ?? composed, composed)
    }
  })

  test('P6: a username must not be the claimed email of another user', async () => {
    await person({ username: 'ann-p6', email: 'Ann@Example.org' })
    for (const username of ['ann@example.org', 'ANN@EXAMPLE.ORG'])
      rejectedFor('username', await native('POST', '/users', { body: { username } }))
    const other = await person({ username: 'other-p6' })
    rejectedFor(
      'username',
      await native('PATCH', `/users/${other}`, { body: { username: 'ann@example.org' } }),
    )
    assert.equal((await v3('POST', '/users', { user: { name: 'ann@example.org' } })).status, 409)
    assert.equal((await v3('PATCH', `/users/${other}`, { user: { name: 'ann@example.org' } })).status, 409)
  })

  test('P6: an email must not be the username of another user', async () => {
    await person({ username: 'Eve@Example.org' })
    const email = 'eve@example.org'
    rejectedFor('email', await native('POST', '/users', { body: { username: 'eve-p6', email } }))
    const other = await person({ username: 'rival-p6' })
    rejectedFor('email', await native('PATCH', `/users/${other}`, { body: { email } }))
    rejectedFor('email', await native('POST', '/invitations', { body: { email, mode: 'email_link' } }))
    const plain = await v3('POST', '/users', { user: { name: 'plain-p6', email } })
    assert.equal(plain.status, 201, 'an address of Identity v3 stays a plain attribute')
  })

  test('P6: a user may use its email as its name, keeps both reserved while it has either, and frees them afterwards', async () => {
    const [email, next] = ['own@example.org', 'next@example.org']
    const id = await person({ username: email, email })
    const taken = async (text: string) =>
      (await native('POST', '/users', { body: { username: text } })).status === 409
    const change = async (body: object) =>
      assert.equal((await native('PATCH', `/users/${id}`, { body })).status, 200, JSON.stringify(body))
    await change({ username: 'own-p6' })
    assert.ok(await taken(email), 'still the claimed email')
    await change({ username: email, email: next })
    assert.ok(await taken(email), 'still the name')
    await change({ username: next, email })
    assert.ok((await taken(email)) && (await taken(next)), 'both, the other way round')
    await change({ username: 'own-p6', email: null })
    for (const text of [email, next]) await person({ username: text })
  })

  test('P6: a deleted user frees its names, and can be restored only while they are free', async () => {
    const id = await person({ username: 'gone-p6', email: 'gone@example.org' })
    assert.equal((await native('DELETE', `/users/${id}`)).status, 204)
    const next = await person({ username: 'gone@example.org' })
    rejectedFor('email', await native('POST', `/deleted-users/${id}/restore`, { body: {} }))
    assert.equal((await native('DELETE', `/users/${next}`)).status, 204)
    assert.equal((await native('POST', `/deleted-users/${id}/restore`, { body: {} })).status, 200)
    assert.equal((await native('POST', '/users', { body: { username: 'Gone@Example.org' } })).status, 409)
  })

  test('P16: a name that folding makes several times longer is stored, found and unique', async () => {
    // Each of these characters folds to up to six, in an order that does not compress well.
    let seed = 1
    const next = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return String.fromCodePoint(0x3300 + (seed % 88))
    }
    const name = Array.from({ length: 255 }, next).join('')
    for (const noun of ['user', 'role']) {
      await make(noun, { name, ...(noun === 'user' ? { password } : {}) })
      assert.equal((await v3('POST', `/${noun}s`, { [noun]: { name } })).status, 409, noun)
      const end = name.slice(0, -1)
      await make(noun, { name: `${end}x` })
      assert.equal((await v3('POST', `/${noun}s`, { [noun]: { name: `${end}X` } })).status, 409, noun)
    }
    for (const username of [name, `${name.slice(0, -1)}X`]) {
      const signedIn = await n.call('POST', '/sessions', { body: { username, password } })
      assert.equal(signedIn.status, username === name ? 201 : 401, JSON.stringify(signedIn.body))
    }
  })

  test('P6: a username and an equal email set concurrently for two users: one succeeds', async () => {
    for (let round = 0; round < 10; round++) {
      const text = `both-${round}@example.org`
      const answers = await Promise.all([
        native('POST', '/users', { body: { username: text } }),
        native('POST', '/users', { body: { username: `mailed-${round}`, email: text } }),
      ])
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409])
    }
  })
})
