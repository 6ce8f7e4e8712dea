import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { passcodeAt, seed } from '../factors.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const password = 'one phrase for all users'
const header = 'openstack-auth-receipt'

onEachDatabase('multi-factor authentication and lockout through Identity v3', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(
      await makePlace(),
      {},
      { lockout_failure_attempts: 3, lockout_duration: 0, password_expires_days: 90 },
    )
  })
  after(() => s.close())

  let count = 0
  const newUser = async (options: object = {}): Promise<{ readonly id: string; readonly name: string }> => {
    const body = { user: { name: `someone-${++count}`, password, options } }
    const { user } = (await s.call('POST', '/v3/users', { token: s.admin, body })).body
    const credential = { user_id: user.id, type: 'totp', blob: seed }
    const kept = await s.call('POST', '/v3/credentials', { token: s.admin, body: { credential } })
    assert.equal(kept.status, 201)
    return user
  }
  const strict = { multi_factor_auth_enabled: true, multi_factor_auth_rules: [['password', 'totp']] }
  const post = (identity: unknown, receipt?: string) =>
    s.call('POST', '/v3/auth/tokens', {
      body: { auth: { identity } },
      ...(receipt === undefined ? {} : { headers: { 'Openstack-Auth-Receipt': receipt } }),
    })
  const withPassword = (user: object, receipt?: string) =>
    post({ methods: ['password'], password: { user: { password, ...user } } }, receipt)
  const withPasscode = (user: object, receipt?: string) =>
    post({ methods: ['totp'], totp: { user: { passcode: passcodeAt(Date.now()), ...user } } }, receipt)

  test('a password where more is required: 401 with a receipt, which the passcode turns into a token', async () => {
    const { id, name } = await newUser(strict)
    const first = await withPassword({ name, domain: { id: 'default' } })
    assert.equal(first.status, 401)
    const receipt = String(first.headers[header])
    assert.match(receipt, /^gAAAAA[\w-]+$/)
    assert.ok(receipt.length < 255)
    assert.deepEqual(Object.keys(first.body).sort(), ['receipt', 'required_auth_methods'])
    assert.deepEqual(first.body.required_auth_methods, [['password', 'totp']])
    const { issued_at: issued, expires_at: expires, ...rest } = first.body.receipt
    assert.deepEqual(rest, {
      methods: ['password'],
      user: { id, name, domain: { id: 'default', name: 'Default' } },
    })
    for (const time of [issued, expires]) assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/)
    assert.equal(Date.parse(expires) - Date.parse(issued), 300_000)
    const second = await withPasscode({ id }, receipt)
    assert.equal(second.status, 201)
    assert.equal(second.headers[header], undefined)
    assert.deepEqual(second.body.token.methods.sort(), ['password', 'totp'])
    assert.equal(second.body.token.user.id, id)
  })

  test('both factors in one request, by id and by name; the token is rescoped like any other', async () => {
    const { id, name } = await newUser(strict)
    const both = await post({
      methods: ['password', 'totp'],
      password: { user: { id, password } },
      totp: { user: { name, domain: { name: 'Default' }, passcode: passcodeAt(Date.now()) } },
    })
    assert.equal(both.status, 201)
    const token = { id: String(both.headers['x-subject-token']) }
    const again = await post({ methods: ['token'], token })
    assert.equal(again.status, 201)
    assert.deepEqual(again.body.token.methods.sort(), ['password', 'token', 'totp'])
  })

  test('a receipt of another user, a forged receipt and a wrong factor fail alike', async () => {
    const [ann, bob] = [await newUser(strict), await newUser(strict)]
    const { headers } = await withPassword({ id: ann.id })
    const own = String(headers[header])
    const failures = [
      await withPasscode({ id: bob.id }, own),
      await withPasscode({ id: bob.id }, 'gAAAAA-nonsense'),
      await withPasscode(
        { id: bob.id },
        String((await withPassword({ id: bob.id })).headers[header]).slice(0, -1),
      ),
      await withPassword({ id: ann.id, password: 'wrong' }, own),
      await withPasscode({ id: ann.id, passcode: '000000' }, own),
      await withPassword({ id: ann.id, password: 'wrong' }),
    ]
    for (const { status, headers: input, body } of failures) {
      assert.equal(status, 401)
      assert.equal(input[header], undefined)
      assert.deepEqual(body, failures[0]?.body)
      assert.match(String(input['www-authenticate']), /^Keystone uri="/)
    }
  })

  test('an empty receipt is ignored', async () => {
    const { id } = await newUser()
    assert.equal((await withPassword({ id }, '')).status, 201)
  })

  test('an invalid request is 400', async () => {
    const { id } = await newUser()
    const bad = [
      { methods: ['totp'] },
      { methods: ['totp'], totp: {} },
      { methods: ['totp'], totp: { user: { id } } },
      { methods: ['totp'], totp: { user: { id, passcode: 123456 } } },
      { methods: ['totp'], totp: { user: { passcode: '123456' } } },
      { methods: ['totp'], totp: { user: { name: 'x', passcode: '123456' } } },
    ]
    for (const identity of bad) assert.equal((await post(identity)).status, 400, JSON.stringify(identity))
  })

  test('T72: a lock is not revealed: the right password, a wrong one and an unknown user are answered alike', async () => {
    const { id } = await newUser()
    for (let n = 0; n < 3; n++) assert.equal((await withPassword({ id, password: 'wrong' })).status, 401)
    const change = (original_password: string) =>
      s.call('POST', `/v3/users/${id}/password`, {
        body: { user: { original_password, password: 'another phrase' } },
      })
    const answers = [
      await withPassword({ id }),
      await withPassword({ id, password: 'wrong' }),
      await withPasscode({ id }),
      await withPassword({ id: 'f'.repeat(32) }),
      await change(password),
      await change('wrong'),
    ]
    for (const answer of answers) {
      assert.equal(answer.status, 401)
      assert.deepEqual(answer.body, answers[0]?.body)
      assert.ok(!JSON.stringify([answer.body, answer.headers]).includes(id))
    }
    const patched = await s.call('PATCH', `/v3/users/${id}`, {
      token: s.admin,
      body: { user: { enabled: true } },
    })
    assert.equal(patched.status, 200)
    assert.equal((await withPassword({ id })).status, 201)
  })

  test('the expiry of a password is shown without a Z, in whole seconds', async () => {
    const { id } = await newUser()
    const shown = (await s.call('GET', `/v3/users/${id}`, { token: s.admin })).body.user.password_expires_at
    assert.match(shown, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$/)
    assert.ok(Math.abs(Date.parse(`${shown}Z`) - Date.now() - 90 * 86_400_000) < 60_000)
    assert.equal((await withPassword({ id })).body.token.user.password_expires_at, shown)
  })

  test('the native API requires the same factors', async () => {
    const { name } = await newUser(strict)
    const open = (more: object) =>
      s.call('POST', '/api/v1/sessions', { body: { username: name, password, ...more } })
    const lacking = await open({})
    assert.deepEqual([lacking.status, lacking.body.type], [401, '/problems/factors_missing'])
    assert.equal((await open({ passcode: '000000' })).status, 401)
    const passcode = passcodeAt(Date.now())
    assert.equal((await open({ passcode })).status, 201)
    assert.equal((await open({ passcode })).status, 401)
  })
})

onEachDatabase('a server without one-time passwords', (makePlace) => {
  test('lists its methods to clients, and does not enforce methods that are disabled', async () => {
    const methods = ['external', 'password', 'token']
    const s = await startTestServer(await makePlace(), {}, { auth_methods: methods })
    try {
      const answer = await s.call('POST', '/v3/auth/tokens', {
        body: { auth: { identity: { methods: ['totp'], totp: { user: { id: 'x', passcode: 'x' } } } } },
      })
      assert.equal(answer.status, 401)
      assert.deepEqual(answer.body.error.identity, { methods: ['password', 'token'] })
    } finally {
      await s.close()
    }
  })
})
