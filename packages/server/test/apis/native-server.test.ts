import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { loadSettings } from '../../src/config/load-config.ts'
import { reportSettings } from '../../src/config/report-settings.ts'
import { settingsTable } from '../../src/config/settings-table.ts'
import { operator } from '../../src/core/kernel/caller.ts'
import { rotateKeys } from '../../src/core/kernel/keys/rotate-keys.ts'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const secrets = {
  MUSTER_BOOTSTRAP_PASSWORD: 'the first password',
  MUSTER_FEDERATION_FRONT_SERVER_SECRET: 'a secret of the front server, long',
}

onEachDatabase('the server in the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace(), { ...secrets, MUSTER_TOKEN_LIFETIME: '1800' })
    n = await nativeClient(s)
  })
  after(() => s?.close())

  const state = async () => (await n.call('GET', '/server', { secret: n.admin })).body

  test('shows the version, the health and the keys', async () => {
    const { version, started_at, database, mail, change_feed, keys } = await state()
    assert.equal(version, '0.1.0')
    assert.ok(Date.parse(started_at) <= Date.now())
    assert.equal(database.kind, s.muster.store.dialect)
    assert.equal(database.ready, true)
    assert.match(database.migration, /^\d{4}-\d\d-\d\dT\d{4}-/)
    assert.deepEqual(mail, { transport: 'folder', overdue: false, queued: 0, dead: 0 })
    assert.equal(change_feed.fresh, true)
    assert.deepEqual(
      keys.map(({ purpose, source, active }: never) => [purpose, source, active]),
      [
        ['tokens', 'database', 2],
        ['credentials', 'database', 2],
        ['receipts', 'database', 2],
      ],
    )
  })

  test('counts the messages that wait', async () => {
    const body = { username: 'waits', email: 'waits@example.com' }
    assert.equal((await n.call('POST', '/invitations', { secret: n.admin, body })).status, 201)
    assert.equal((await state()).mail.queued, 1)
  })

  test('shows when a key ring was rotated', async () => {
    const before = await state()
    await s.muster.core.run(rotateKeys, { purpose: 'tokens' }, operator, { api: 'test', requestId: 'test' })
    const [tokens] = (await state()).keys
    assert.equal(tokens.active, 3)
    assert.ok(tokens.changed_at > before.keys[0].changed_at)
  })

  test('lists every setting with its source, and no secret', async () => {
    const answer = await n.call('GET', '/server/settings', { secret: n.admin })
    const { settings } = answer.body
    assert.deepEqual(
      settings.map(({ name }: { name: string }) => name),
      Object.keys(settingsTable),
    )
    const of = (name: string) => settings.find((setting: { name: string }) => setting.name === name)
    const { source, hidden, set, value, variable } = of('token_lifetime')
    assert.deepEqual(
      { source, hidden, set, value, variable },
      { source: 'environment', hidden: false, set: true, value: '1800', variable: 'MUSTER_TOKEN_LIFETIME' },
    )
    assert.equal(of('session_idle_limit').source, 'default')
    for (const name of ['master_key', 'bootstrap_password', 'federation_front_server_secret'])
      assert.deepEqual([of(name).hidden, of(name).set, of(name).value], [true, true, null], name)
    const text = JSON.stringify(answer.body)
    for (const secret of [...Object.values(secrets), Buffer.alloc(32, 7).toString('base64')])
      assert.ok(!text.includes(secret))
  })

  test('system readers may see both, other users neither', async () => {
    const reader = await n.newUser()
    const { roles } = (await s.call('GET', '/v3/roles?name=reader', { token: s.admin })).body
    const grant = `/v3/system/users/${reader.id}/roles/${roles[0].id}`
    assert.equal((await s.call('PUT', grant, { token: s.system })).status, 204)
    const session = await n.call('POST', '/sessions', {
      body: { username: reader.username, password: reader.password },
    })
    assert.equal(session.status, 201, JSON.stringify(session.body))
    const manager = await n.newDomain()
    const user = await n.newUser()
    const plain = await n.signIn(user.username, user.password)
    for (const path of ['/server', '/server/settings']) {
      assert.equal((await n.call('GET', path, { secret: session.body.secret })).status, 200)
      for (const secret of [manager.secret, plain]) {
        const denied = await n.call('GET', path, { secret })
        assert.equal(denied.status, 403)
        assert.equal(problemOf(denied), 'forbidden_by_rule')
      }
      assert.equal((await n.call('GET', path)).status, 401)
    }
  })
})

test('a setting of the file has its source, and a URL no password', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-settings-'))
  try {
    const file = join(folder, 'muster.yaml')
    await writeFile(
      file,
      'token_lifetime: 60\naccount_return_url: https://user:hidden@example.com/\nsmtp_url: smtp://a:hidden@mail\n',
    )
    const { config, sources } = loadSettings({ MUSTER_DATA_DIR: folder }, file)
    const report = reportSettings(config, sources)
    const of = (name: string) => report.find((setting) => setting.name === name)
    assert.equal(of('token_lifetime')?.source, 'file')
    assert.equal(of('account_return_url')?.value, 'https://…@example.com/')
    assert.equal(of('data_dir')?.source, 'environment')
    assert.ok(!JSON.stringify(report).includes('hidden@'))
    assert.ok(!JSON.stringify(report).includes(folder))
  } finally {
    await rm(folder, { recursive: true })
  }
})
