import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const good = 'a long enough phrase'
const weak = (username: string) =>
  ['a', '        ', 'password', 'PassWord', 'sunshine', username, username.toUpperCase()] as const

onEachDatabase('the password policy', (makePlace) => {
  const withServer = async (
    settings: Parameters<typeof startTestServer>[2],
    work: (s: TestServer, n: Native) => Promise<void>,
  ) => {
    const s = await startTestServer(await makePlace(), {}, settings)
    try {
      await work(s, await nativeClient(s))
    } finally {
      await s.close()
    }
  }
  const change = (s: TestServer, id: string, original: string, password: string) =>
    s.call('POST', `/v3/users/${id}/password`, { body: { user: { original_password: original, password } } })

  test('N6: weak, blank, common, reused passwords and the username are 400 when a user changes its own', () =>
    withServer({}, async (s) => {
      const { body } = await s.call('POST', '/v3/users', {
        token: s.system,
        body: { user: { name: 'annabelle', domain_id: 'default', email: 'ann@example.org', password: good } },
      })
      const { id } = body.user
      for (const password of [...weak('annabelle'), 'ann@example.org', good]) {
        const answer = await change(s, id, good, password)
        assert.equal(answer.status, 400, `${password}: ${JSON.stringify(answer.body)}`)
      }
      assert.equal((await change(s, id, good, 'another long phrase')).status, 204)
    }))

  test('N6: the same applies to passwords set by administrators at the native API, which names the field', () =>
    withServer({}, async (_s, n) => {
      for (const password of weak('annabelle')) {
        const answer = await n.call('POST', '/users', {
          secret: n.admin,
          body: { username: 'annabelle', password },
        })
        assert.equal(answer.status, 400, `${password}`)
        assert.match(JSON.stringify(answer.body), /password/)
      }
    }))

  test('N6: administrators at Identity v3 are exempt as in Keystone, unless configured otherwise', async () => {
    const create = (s: TestServer, password: string) =>
      s.call('POST', '/v3/users', {
        token: s.system,
        body: { user: { name: `of ${password}`, domain_id: 'default', password } },
      })
    await withServer({}, async (s) => {
      const made = await create(s, 'a')
      assert.equal(made.status, 201)
      const again = await s.call('PATCH', `/v3/users/${made.body.user.id}`, {
        token: s.system,
        body: { user: { password: 'a' } },
      })
      assert.equal(again.status, 200)
    })
    await withServer({ password_policy_for_identity_v3: true }, async (s) => {
      assert.equal((await create(s, 'a')).status, 400)
      assert.equal((await create(s, good)).status, 201)
    })
  })

  test('N6: a minimum length of 0 disables the policy', () =>
    withServer({ password_min_length: 0 }, async (s) => {
      const { body } = await s.call('POST', '/v3/users', {
        token: s.system,
        body: { user: { name: 'ann', domain_id: 'default', password: good } },
      })
      assert.equal((await change(s, body.user.id, good, 'a')).status, 204)
    }))
})
