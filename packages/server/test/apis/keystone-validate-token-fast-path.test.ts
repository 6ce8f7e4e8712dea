import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { bootstrapOnce } from '../../src/composition/administrator.ts'
import { type Muster, openMuster } from '../../src/composition/server.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { sqlitePlace } from '../databases.ts'

type Answer = { readonly status: number; readonly raw: readonly string[]; readonly body: string }

describe('validation of cached tokens', () => {
  const password = 'correct horse battery'
  let muster: Muster
  let remove: () => Promise<void>
  let port: number
  /** Requests that used the router. */
  let usual = 0
  let admin: string

  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    new Promise<Answer>((resolve, reject) => {
      const type = body ? { 'content-type': 'application/json' } : {}
      const requested = request(
        { host: '127.0.0.1', port, method, path, headers: { ...headers, ...type } },
        (answer) => {
          let text = ''
          answer.on('data', (chunk) => {
            text += chunk
          })
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, raw: answer.rawHeaders, body: text }),
          )
        },
      )
      requested.on('error', reject)
      requested.end(body && JSON.stringify(body))
    })
  const header = ({ raw }: Answer, name: string) => raw[raw.indexOf(name) + 1] ?? ''
  const signIn = async (user: object, scope?: object) => {
    const identity = { methods: ['password'], password: { user: { password, ...user } } }
    const answer = await ask(
      'POST',
      '/v3/auth/tokens',
      {},
      { auth: { identity, ...(scope ? { scope } : {}) } },
    )
    assert.equal(answer.status, 201, answer.body)
    return header(answer, 'x-subject-token')
  }
  const validate = (token: string, subject: string, path = '/v3/auth/tokens', method = 'GET') =>
    ask(method, path, { 'x-auth-token': token, 'x-subject-token': subject })
  const asAdmin = () =>
    signIn(
      { name: 'admin', domain: { id: 'default' } },
      { project: { name: 'admin', domain: { id: 'default' } } },
    )
  const makeUser = async (name: string): Promise<string> => {
    const answer = await ask('POST', '/v3/users', { 'x-auth-token': admin }, { user: { name, password } })
    assert.equal(answer.status, 201, answer.body)
    return JSON.parse(answer.body).user.id
  }
  /** Both paths, after filling the cache. */
  const bothWays = async (token: string, subject: string) => {
    await validate(token, subject)
    const before = usual
    const short = await validate(token, subject)
    const shortened = usual === before
    return { short, shortened, long: await validate(token, subject, '/v3/auth/tokens?') }
  }

  before(async () => {
    const place = await sqlitePlace()
    remove = place.remove
    muster = await openMuster(
      loadConfig({ MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'), ...place.environment }),
      { synchronous: 'off' },
    )
    muster.app.addHook('onRequest', (_request, _reply, done) => {
      usual++
      done()
    })
    await bootstrapOnce(muster, password)
    await muster.app.listen({ host: '127.0.0.1', port: 0 })
    port = (muster.app.server.address() as AddressInfo).port
    admin = await asAdmin()
  })
  after(async () => {
    await muster.close()
    await remove()
  })

  test('rejects a revoked token on the very next request', async () => {
    const subject = await signIn({ id: await makeUser('revoked') })
    assert.equal((await bothWays(admin, subject)).shortened, true)
    assert.equal(
      (await ask('DELETE', '/v3/auth/tokens', { 'x-auth-token': admin, 'x-subject-token': subject })).status,
      204,
    )
    assert.equal((await validate(admin, subject)).status, 404)
  })

  test('rejects tokens of a disabled user, as subject or as caller', async () => {
    const id = await makeUser('disabled')
    const own = await signIn({ id })
    assert.equal((await bothWays(own, own)).shortened, true)
    const off = await ask('PATCH', `/v3/users/${id}`, { 'x-auth-token': admin }, { user: { enabled: false } })
    assert.equal(off.status, 200)
    assert.equal((await validate(admin, own)).status, 404)
    assert.equal((await validate(own, admin)).status, 401)
  })

  test('returns the usual errors when not allowed', async () => {
    const unprivileged = await signIn({ id: await makeUser('unprivileged user') })
    const { short, long, shortened } = await bothWays(unprivileged, admin)
    assert.equal(shortened, false)
    assert.deepEqual([short.status, long.status], [403, 403])
    assert.equal(short.body, long.body)
    assert.equal((await ask('GET', '/v3/auth/tokens', { 'x-subject-token': admin })).status, 401)
    assert.equal((await ask('GET', '/v3/auth/tokens', { 'x-auth-token': admin })).status, 404)
    assert.equal((await validate('no token', admin)).status, 401)
  })

  test('leaves other methods and parameters to the router', async () => {
    const head = await validate(admin, admin, '/v3/auth/tokens', 'HEAD')
    assert.deepEqual([head.status, head.body], [200, ''])
    const bare = await validate(admin, admin, '/v3/auth/tokens?nocatalog')
    assert.equal(JSON.parse(bare.body).token.catalog, undefined)
    assert.equal((await validate(admin, admin, '/v3/auth/tokens/')).status, 200)
  })

  test('is counted in metrics', async () => {
    const counted = async () => {
      const { body } = await ask('GET', '/metrics')
      return Number(
        /requests_total\{method="GET",route="\/v3\/auth\/tokens",status="200"\} (\d+)/.exec(body)?.[1],
      )
    }
    const before = await counted()
    const { shortened } = await bothWays(admin, admin)
    assert.equal(shortened, true)
    assert.equal(await counted(), before + 3)
  })
})
