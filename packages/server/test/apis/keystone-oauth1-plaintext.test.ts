import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { onEachDatabase, type Place } from '../databases.ts'
import { type Key, signedHeader, type ToSign } from '../oauth1-client.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

const base = 'http://muster.test/v3'
const signatureMethod = 'PLAINTEXT'

onEachDatabase('OAuth 1.0 with the method PLAINTEXT', (makePlace) => {
  let place: Place
  let s: TestServer
  beforeEach(async () => {
    place = await makePlace()
  })
  afterEach(() => s.close())

  const post = (
    path: string,
    request: Omit<ToSign, 'address'>,
    input: { headers?: object; body?: object } = {},
  ) =>
    s.call('POST', `/v3${path}`, {
      ...input,
      headers: {
        authorization: signedHeader({ address: `${base}${path}`, signatureMethod, ...request }),
        ...input.headers,
      },
    })
  const requested = async () => {
    const { consumer } = (
      await s.call('POST', '/v3/OS-OAUTH1/consumers', { token: s.admin, body: { consumer: {} } })
    ).body
    const { token } = (await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: s.admin })).body
    const headers = { 'requested-project-id': token.project.id }
    const request = (key: Key, more: Partial<ToSign> = {}) =>
      post('/OS-OAUTH1/request_token', { consumer: key, ...more }, { headers })
    return { consumer: consumer as Key, request }
  }
  const reported = ({ body }: Called): Key => {
    const form = new URLSearchParams(body)
    return { id: form.get('oauth_token') ?? '', secret: form.get('oauth_token_secret') ?? '' }
  }

  test('K8: is 400 unless enabled by the setting', async () => {
    s = await startTestServer(place)
    const { consumer, request } = await requested()
    const rejected = await request(consumer)
    assert.equal(rejected.status, 400)
    assert.match(rejected.body.error.message, /HMAC-SHA1 or HMAC-SHA256/)
    assert.equal((await request(consumer, { signatureMethod: 'HMAC-SHA1' })).status, 201)
  })

  test('K8: signs every step when enabled, each request once, and only with the right secrets', async () => {
    s = await startTestServer(place, {}, { oauth1_allow_plaintext: true })
    const { consumer, request } = await requested()
    assert.equal((await request({ ...consumer, secret: 'wrong' })).status, 401)
    assert.equal((await request({ ...consumer, secret: '' })).status, 401)
    const answer = await request(consumer, { nonce: 'once', timestamp: Math.floor(Date.now() / 1000) })
    assert.equal(answer.status, 201)
    const asking = reported(answer)
    const { oauth_verifier: verifier } = (
      await s.call('PUT', `/v3/OS-OAUTH1/authorize/${asking.id}`, {
        token: s.admin,
        body: { roles: [{ name: 'admin' }] },
      })
    ).body.token
    const wrong = { ...asking, secret: 'wrong' }
    assert.equal((await post('/OS-OAUTH1/access_token', { consumer, token: wrong, verifier })).status, 401)
    const access = reported(await post('/OS-OAUTH1/access_token', { consumer, token: asking, verifier }))
    const body = { auth: { identity: { methods: ['oauth1'], oauth1: {} } } }
    const repeated = { consumer, token: access, nonce: 'again', timestamp: Math.floor(Date.now() / 1000) }
    assert.equal((await post('/auth/tokens', repeated, { body })).status, 201)
    assert.equal((await post('/auth/tokens', repeated, { body })).status, 401)
    assert.equal((await post('/auth/tokens', { consumer, token: asking }, { body })).status, 401)
    assert.equal((await request(consumer, { signatureMethod: 'RSA-SHA1' })).status, 400)
  })
})
