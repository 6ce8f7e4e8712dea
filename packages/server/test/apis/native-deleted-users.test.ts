import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { native } from '@muster/contract/native/all.ts'
import type { Operation } from '@muster/contract/operation.ts'
import { sql } from 'kysely'
import { bootstrapOnce } from '../../src/composition/administrator.ts'
import { operatorSource } from '../../src/composition/audit-sources.ts'
import { purgeUser } from '../../src/core/accounts/deletion/purge-user.ts'
import { onEachDatabase } from '../databases.ts'
import { tableNames, tablesWith } from '../every-table.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('deleted users at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const call = (method: string, path: string, body?: unknown, secret = n.admin) =>
    n.call(method, path, { secret, ...(body === undefined ? {} : { body }) })
  const remove = (id: string, query = '') => call('DELETE', `/users/${id}${query}`)
  const restore = (id: string, body: object = {}) => call('POST', `/deleted-users/${id}/restore`, body)
  const expect = (answer: Called, status: number, code: string) => {
    assert.equal(answer.status, status, JSON.stringify(answer.body))
    assert.equal(problemOf(answer), code)
  }
  const listed = async (query: string, secret = n.admin): Promise<readonly string[]> => {
    const ids: string[] = []
    for (let cursor = ''; ; ) {
      const { status, body } = await call('GET', `/deleted-users?${query}${cursor}`, undefined, secret)
      assert.equal(status, 200, JSON.stringify(body))
      ids.push(...body.deleted_users.map(({ id }: { id: string }) => id))
      if (body.next_cursor === null) return ids
      cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`
    }
  }

  test('a deleted user is shown with its deadline for restoring, and is restored', async () => {
    const { id } = await n.newUser({ email: 'ann@example.com', given_name: 'Ann', family_name: 'Lee' })
    const before = (await call('GET', `/users/${id}`)).body
    assert.equal(before.display_name, 'Ann Lee')
    assert.equal((await remove(id)).status, 204)
    const shown = await call('GET', `/deleted-users/${id}`)
    assert.equal(shown.status, 200)
    const { deleted_at, purge_after, ...was } = shown.body
    assert.equal(Date.parse(purge_after) - Date.parse(deleted_at), 30 * 86_400_000)
    assert.deepEqual({ ...was, updated_at: '' }, { ...before, updated_at: '' })
    const back = await restore(id)
    assert.equal(back.status, 200)
    assert.equal(back.headers['location'], `http://muster.test/api/v1/users/${id}`)
    assert.deepEqual({ ...back.body, updated_at: '' }, { ...before, updated_at: '' })
    assert.deepEqual((await call('GET', `/users/${id}`)).body, back.body)
    assert.equal((await s.call('GET', `/v3/users/${id}`, { token: s.admin })).status, 200)
    expect(await call('GET', `/deleted-users/${id}`), 404, 'deleted_user_not_found')
    expect(await restore(id), 404, 'deleted_user_not_found')
  })

  test('a name or an address that is taken is reported, and another one can be given', async () => {
    const { id, username } = await n.newUser({ email: 'taken@example.com' })
    await remove(id)
    await n.newUser({ username, email: 'taken@example.com' })
    assert.equal((await restore(id)).status, 409)
    expect(await restore(id, { username: 'returned' }), 409, 'email_taken')
    expect(await restore(id, { username: 'returned', email: 'no address' }), 400, 'email_unprintable')
    expect(await restore(id, { username: '' }), 400, 'request_invalid')
    expect(await restore(id, { status: 'active' }), 400, 'request_invalid')
    const back = await restore(id, { username: 'returned', email: null })
    assert.deepEqual([back.status, back.body.username, back.body.email], [200, 'returned', null])
  })

  test('the list is paged, the latest deletion first, and a cursor is valid for this list alone', async () => {
    const domain = await n.newDomain()
    const made: string[] = []
    for (let i = 0; i < 5; i++) {
      const { id } = await n.newUser({ domain_id: domain.id })
      await remove(id)
      made.push(id)
    }
    const all = await listed(`domain_id=${domain.id}`)
    assert.deepEqual([...all].sort(), [...made].sort())
    for (const limit of [1, 2, 5])
      assert.deepEqual(await listed(`domain_id=${domain.id}&limit=${limit}`), all)
    assert.deepEqual(await listed('limit=3', domain.secret), all, 'a domain sees its own')
    const { next_cursor } = (await call('GET', `/deleted-users?domain_id=${domain.id}&limit=1`)).body
    const cursor = encodeURIComponent(next_cursor)
    for (const path of [`/deleted-users?cursor=${cursor}`, `/users?domain_id=${domain.id}&cursor=${cursor}`])
      expect(await call('GET', path), 400, 'cursor_invalid')
    expect(await call('GET', '/deleted-users?sort=username'), 400, 'request_invalid')
  })

  test('a user is purged at once on request, deleted before or not', async () => {
    const [now, later] = [
      await n.newUser({ email: 'purged-now@example.com' }),
      await n.newUser({ email: 'purged-later@example.com' }),
    ]
    expect(await remove(now.id, '?purge=yes'), 400, 'request_invalid')
    assert.equal((await remove(now.id, '?purge=true')).status, 204)
    assert.equal((await remove(later.id, '?purge=false')).status, 204)
    assert.equal((await call('GET', `/deleted-users/${later.id}`)).status, 200)
    assert.equal((await call('DELETE', `/deleted-users/${later.id}`)).status, 204)
    for (const { id } of [now, later]) {
      expect(await call('GET', `/deleted-users/${id}`), 404, 'deleted_user_not_found')
      expect(await call('DELETE', `/deleted-users/${id}`), 404, 'deleted_user_not_found')
      expect(await restore(id), 404, 'deleted_user_not_found')
    }
    assert.deepEqual(await tablesWith(s.muster.store.db, ['purged-now', 'purged-later']), [])
  })

  test('rejects deleting the own user', async () => {
    const { body } = await call('GET', '/me')
    for (const query of ['', '?purge=true']) expect(await remove(body.user.id, query), 403, 'self_deletion')
    assert.equal((await call('GET', '/me')).status, 200)
  })

  test('T61: purging every administrator does not enable the setup again', async () => {
    const other = await startTestServer(await makePlace())
    try {
      const { core, store } = other.muster
      const everybody = () => store.db.q.selectFrom('users').select('id').execute()
      for (const { id } of await everybody())
        await core.run(purgeUser, { id }, { kind: 'operator' }, operatorSource)
      assert.equal(await bootstrapOnce(other.muster, 'a password of another process'), false)
      assert.deepEqual(await everybody(), [])
    } finally {
      await other.close()
    }
  })

  test('T81: unauthenticated requests to every endpoint store nothing', async () => {
    const count = async () => {
      const { db } = s.muster.store
      const counts = new Map<string, number>()
      for (const table of await tableNames(db)) {
        // Recovery requests wait in a bounded queue of a thousand.
        if (table === 'recovery_requests') continue
        const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db.q)
        counts.set(table, Number(rows[0]?.n))
      }
      return counts
    }
    const before = await count()
    for (const [, { method, path }] of Object.entries(native) as [string, Operation][])
      for (const body of [undefined, {}, { username: 'nobody', password: 'wrong' }])
        await n.call(method, path.replaceAll(/\{\w+\}/g, 'f'.repeat(32)), {
          ...(body === undefined ? {} : { body }),
        })
    assert.deepEqual(await count(), before)
  })
})
