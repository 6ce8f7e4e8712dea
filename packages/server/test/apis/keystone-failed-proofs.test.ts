import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { adminPassword, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('failed authentication at Identity v3', (makePlace) => {
  const withServer = async (work: (s: TestServer) => Promise<void>) => {
    const s = await startTestServer(
      await makePlace(),
      {},
      { failed_proof_limit_per_address: 8, failed_proof_limit_per_user: 4 },
    )
    try {
      await work(s)
    } finally {
      await s.close()
    }
  }
  const signIn = (s: TestServer, name: string, password: string, from: string) =>
    s.call('POST', '/v3/auth/tokens', {
      from,
      body: {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name, domain: { id: 'default' }, password } },
          },
        },
      },
    })

  test('S7: guessing passwords ends in 429 with Retry-After, in the error format of Keystone', () =>
    withServer(async (s) => {
      for (const name of ['admin', 'not a user']) {
        const from = name === 'admin' ? '203.0.113.1' : '203.0.113.2'
        for (let n = 0; n < 4; n++) assert.equal((await signIn(s, name, `guess ${n}`, from)).status, 401)
        const { status, headers, body } = await signIn(s, name, 'guess', from)
        assert.equal(status, 429)
        assert.ok(Number(headers['retry-after']) > 1, `${headers['retry-after']}`)
        assert.equal(body.error.code, 429)
        assert.equal(body.error.title, 'Too Many Requests')
      }
      assert.equal((await signIn(s, 'admin', adminPassword, '203.0.113.1')).status, 429)
      const home = await signIn(s, 'admin', adminPassword, '127.0.0.1')
      assert.equal(home.status, 201, 'addresses of earlier sign-ins are exempt')
    }))

  test('S7: secrets of application credentials, OAuth 2.0 clients, signatures and sessions are limited too', () =>
    withServer(async (s) => {
      const { body: who } = await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: s.admin })
      const userId = who.token.user.id
      const made = await s.call('POST', `/v3/users/${userId}/application_credentials`, {
        token: s.admin,
        body: { application_credential: { name: 'one', secret: 'sixteen letters!' } },
      })
      assert.equal(made.status, 201, JSON.stringify(made.body))
      const { id } = made.body.application_credential
      const show = (secret: string, from: string) =>
        s.call('POST', '/v3/auth/tokens', {
          from,
          body: {
            auth: {
              identity: { methods: ['application_credential'], application_credential: { id, secret } },
            },
          },
        })
      for (let n = 0; n < 4; n++) assert.equal((await show('wrong', '203.0.113.3')).status, 401)
      assert.equal((await show('sixteen letters!', '203.0.113.3')).status, 429)
      const basic = `Basic ${Buffer.from(`${id}:sixteen letters!`).toString('base64')}`
      const client = await s.call('POST', '/v3/OS-OAUTH2/token', {
        from: '203.0.113.4',
        headers: { authorization: basic, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'grant_type=client_credentials',
      })
      assert.equal(client.status, 429)

      const key = await s.call('POST', `/v3/users/${userId}/credentials/OS-EC2`, {
        token: s.admin,
        body: { tenant_id: who.token.project.id },
      })
      const { access } = key.body.credential
      const sign = () =>
        s.call('POST', '/v3/s3tokens', {
          token: s.admin,
          body: { credentials: { access, signature: 'd3Jvbmc=', token: 'dGV4dA==' } },
        })
      for (let n = 0; n < 4; n++) assert.equal((await sign()).status, 401)
      assert.equal((await sign()).status, 429)

      const session = (password: string) =>
        s.call('POST', '/api/v1/sessions', {
          from: '203.0.113.5',
          body: { username: 'nobody here', password },
        })
      for (let n = 0; n < 4; n++) assert.equal((await session('wrong')).status, 401)
      const limited = await session('wrong')
      assert.equal(limited.status, 429)
      assert.ok(Number(limited.headers['retry-after']) > 1)
    }))

  test('S7: a chosen secret of an application credential needs 16 characters unless configured otherwise', async () => {
    const make = (s: TestServer, userId: string, secret: string) =>
      s.call('POST', `/v3/users/${userId}/application_credentials`, {
        token: s.admin,
        body: { application_credential: { name: `of ${secret.length}`, secret } },
      })
    for (const [min, secret, status] of [
      [16, 'a', 400],
      [16, 'fifteen letters', 400],
      [16, 'sixteen letters!', 201],
      [1, 'a', 201],
    ] as const) {
      const s = await startTestServer(
        await makePlace(),
        {},
        { application_credential_min_secret_length: min },
      )
      try {
        const { body } = await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: s.admin })
        const answer = await make(s, body.token.user.id, secret)
        assert.equal(answer.status, status)
        if (status === 400) assert.match(answer.body.error.message, /16 characters/)
      } finally {
        await s.close()
      }
    }
  })
})
