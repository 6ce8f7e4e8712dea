import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { addFunctions } from '../src/store/engine/sqlite-statements.ts'
import { ask, muster, serve, signInAdmin } from './process.ts'

describe('starting and stopping', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-start-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))
  const dataDir = (name: string) => ({ MUSTER_DATA_DIR: join(folder, name) })

  const failures: [string, Record<string, string>, RegExp][] = [
    ['an unknown setting', { MUSTER_PROT: '1' }, /MUSTER_PROT: there is no such setting/],
    ['a wrong port', { MUSTER_PORT: '70000' }, /MUSTER_PORT: use a whole number from 0 to 65535/],
    ['a wrong log level', { MUSTER_LOG_LEVEL: 'loud' }, /MUSTER_LOG_LEVEL: use one of trace/],
    [
      'a database that is none',
      { MUSTER_DATABASE_URL: 'mysql://x' },
      /MUSTER_DATABASE_URL: use an address that begins with postgres/,
    ],
    [
      'no master key beside PostgreSQL',
      { MUSTER_DATABASE_URL: 'postgres://127.0.0.1:1/none' },
      /MUSTER_MASTER_KEY: PostgreSQL needs a master key/,
    ],
    [
      'a database that is not there',
      {
        MUSTER_DATABASE_URL: 'postgres://127.0.0.1:1/none',
        MUSTER_MASTER_KEY: Buffer.alloc(32).toString('base64'),
      },
      /ECONNREFUSED/,
    ],
    [
      'a short master key',
      { MUSTER_MASTER_KEY: 'c2hvcnQ=' },
      /MUSTER_MASTER_KEY: use at least 32 random bytes/,
    ],
  ]
  for (const [what, settings, message] of failures)
    test(`T74: ${what} is reported, and the start fails`, async () => {
      const { code, err, out } = await muster(['serve'], { ...dataDir('refused'), ...settings })
      assert.equal(code, 1)
      assert.match(err, message)
      assert.equal(out, '')
      assert.doesNotMatch(err, /c2hvcnQ=/, 'a secret is never repeated')
    })

  test('N7: a port in use is reported, with the variable that changes it', async () => {
    const serving = await serve(dataDir('port'))
    const port = new URL(serving.url).port
    const { code, err } = await muster(['serve'], { ...dataDir('port2'), MUSTER_PORT: port })
    assert.equal(code, 1)
    assert.match(err, new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is already in use.*MUSTER_PORT=5001`))
    await serving.stop('SIGTERM')
  })

  test('N7: an address of another machine is reported, with the variable that changes it', async () => {
    const { code, err } = await muster(['serve'], { ...dataDir('host'), MUSTER_HOST: '192.0.2.1' })
    assert.equal(code, 1)
    assert.match(err, /192\.0\.2\.1 is not an address of this machine\. Set MUSTER_HOST/)
  })

  test('P4: the server starts beside the variables that Kubernetes sets for a Service called muster', async () => {
    const serving = await serve({
      ...dataDir('kubernetes'),
      MUSTER_SERVICE_HOST: '10.0.0.1',
      MUSTER_SERVICE_PORT: '5000',
      MUSTER_PORT_5000_TCP: 'tcp://10.0.0.1:5000',
      MUSTER_PORT_5000_TCP_ADDR: '10.0.0.1',
    })
    assert.match(serving.said.err, /Ignoring MUSTER_SERVICE_HOST: set by the container platform/)
    assert.equal(await serving.stop('SIGTERM'), 0)
  })

  test('a schema of a newer version is left unchanged', async () => {
    const settings = dataDir('newer')
    await muster(['migrate'], settings)
    const database = new DatabaseSync(join(settings.MUSTER_DATA_DIR, 'muster.sqlite'))
    database.exec(
      `insert into kysely_migration (name, timestamp) values ('2999-01-01T0000-from-the-future', '')`,
    )
    database.close()
    const { code, err } = await muster(['serve'], settings)
    assert.equal(code, 1)
    assert.match(err, /2999-01-01T0000-from-the-future.*newer version/)
  })

  test('N31: a missing key file is reported with the remedy, and no new key is created', async () => {
    const settings = dataDir('keyless')
    assert.equal((await muster(['migrate'], settings)).code, 0)
    const file = join(settings.MUSTER_DATA_DIR, 'master.key')
    await rm(file)
    const { code, err } = await muster(['serve'], settings)
    assert.equal(code, 1)
    assert.match(
      err,
      /master\.key is missing.*muster\.sqlite is sealed with.*Put the file back.*MUSTER_MASTER_KEY/,
    )
    await assert.rejects(stat(file))
  })

  for (const place of ['/proc/muster/data', '/dev/null/data'])
    test(`N31: a data folder below ${place.split('/').slice(0, -1).join('/')} is rejected at once`, async () => {
      const { code, err } = await muster(['serve'], { MUSTER_DATA_DIR: place })
      assert.equal(code, 1)
      assert.match(err, /MUSTER_DATA_DIR: the folder .* cannot be created or entered/)
    })

  test('another master key than the one the data was sealed with is reported', async () => {
    const settings = dataDir('sealed')
    assert.equal((await muster(['migrate'], settings)).code, 0)
    const { code, err } = await muster(['serve'], {
      ...settings,
      MUSTER_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
    })
    assert.equal(code, 1)
    assert.match(err, /master key/i)
  })

  test('the first start names the created administrator, also where the name admin is taken', async () => {
    const settings = dataDir('taken')
    assert.equal((await muster(['migrate'], settings)).code, 0)
    const database = new DatabaseSync(join(settings.MUSTER_DATA_DIR, 'muster.sqlite'))
    addFunctions(database)
    const project = (id: string, name: string, domain: string | null) =>
      database
        .prepare(
          `insert into projects (id, domain_id, parent_id, is_domain, name, enabled, description, options, extra, tags, created_at, updated_at)
          values (?, ?, ?, ?, ?, 1, '', '{}', '{}', '[]', 0, 0)`,
        )
        .run(id, domain, domain, domain === null ? 1 : 0, name)
    project('default', 'Default', null)
    database.exec(`insert into domains (id) values ('default')`)
    project('b'.repeat(32), 'admin', 'default')
    database.exec(
      `insert into users (id, domain_id, name, kind, status, developer, options, extra, created_at, updated_at)
        values ('${'a'.repeat(32)}', 'default', 'admin', 'human', 'active', 0, '{}', '{}', 0, 0)`,
    )
    database.close()
    const first = await serve(settings)
    const { out } = first.said
    const [, name = '', password = ''] =
      /The administrator is "([^"]+)"\. The password is shown only once:\s+(\S+)/.exec(out) ?? []
    assert.match(name, /^admin-[0-9a-f]{8}$/)
    const projectName = /OS_PROJECT_NAME=(\S+) OS_PROJECT_DOMAIN_ID=default/.exec(out)?.[1] ?? ''
    assert.match(projectName, /^admin-[0-9a-f]{8}$/)
    assert.match(out, new RegExp(`OS_USERNAME=${name} OS_USER_DOMAIN_ID=default`))
    const said = /-d '(.+)'$/m.exec(out)?.[1] ?? ''
    assert.deepEqual(JSON.parse(said), { username: name, password })
    const identity = {
      methods: ['password'],
      password: { user: { name, domain: { id: 'default' }, password } },
    }
    const scope = { project: { name: projectName, domain: { id: 'default' } } }
    const made = await ask(first.url, 'POST', '/v3/auth/tokens', { body: { auth: { identity, scope } } })
    assert.equal(made.status, 201)
    await first.stop('SIGTERM')
    const second = await serve(settings)
    assert.match(second.said.out, new RegExp(`OS_USERNAME=${name} `))
    await second.stop('SIGTERM')
  })

  test('T61: the first start creates an administrator and prints the password once; later ones do not', async () => {
    const settings = dataDir('first')
    const first = await serve(settings)
    const password = /shown only once:\s+(\S+)/.exec(first.said.out)?.[1] ?? ''
    const token = await signInAdmin(first.url, password)
    assert.doesNotMatch(first.said.err, new RegExp(password), 'the password is not in the log')
    const { body } = await ask(first.url, 'GET', '/v3/users?name=admin', { token })
    assert.equal((await ask(first.url, 'DELETE', `/v3/users/${body.users[0].id}`, { token })).status, 204)
    assert.equal(await first.stop('SIGTERM'), 0)
    const second = await serve({ ...settings, MUSTER_BOOTSTRAP_PASSWORD: 'a password of a stranger' })
    await assert.rejects(signInAdmin(second.url, 'a password of a stranger'), /401/)
    await second.stop('SIGTERM')
    const mode = (await stat(join(settings.MUSTER_DATA_DIR, 'master.key'))).mode & 0o777
    assert.equal(mode, 0o600)
  })

  test('muster bootstrap restores the administrator, also while the server runs', async () => {
    const settings = { ...dataDir('again'), MUSTER_BOOTSTRAP_PASSWORD: 'the first password' }
    const serving = await serve(settings)
    const old = await signInAdmin(serving.url, 'the first password')
    const { code } = await muster(['bootstrap'], {
      ...settings,
      MUSTER_BOOTSTRAP_PASSWORD: 'the second password',
    })
    assert.equal(code, 0)
    await assert.rejects(signInAdmin(serving.url, 'the first password'), /401/)
    await signInAdmin(serving.url, 'the second password')
    await untilStatus(401, () => ask(serving.url, 'GET', '/v3/users', { token: old }))
    await serving.stop('SIGTERM')
  })

  test('muster keys rotate: running servers seal with the new key, and tokens of the old one stay valid', async () => {
    const settings = { ...dataDir('rotate'), MUSTER_BOOTSTRAP_PASSWORD: 'the first password' }
    const serving = await serve(settings)
    const token = await signInAdmin(serving.url, 'the first password')
    for (const primary of [2, 3]) {
      const { code, out } = await muster(['keys', 'rotate'], settings)
      assert.equal(code, 0)
      assert.match(out, new RegExp(`Key ${primary} is now the primary key; 3 keys are active`))
      if (primary === 2) assert.equal((await ask(serving.url, 'GET', '/v3/users', { token })).status, 200)
    }
    // After two rotations the key of the first token has left a ring of three.
    await untilStatus(401, () => ask(serving.url, 'GET', '/v3/users', { token }))
    await serving.stop('SIGTERM')
  })

  test('check-config reads settings and rules and opens nothing', async () => {
    const policy = join(folder, 'policy.yaml')
    const config = join(folder, 'muster.yaml')
    await writeFile(config, `port: 5001\npolicy_file: ${policy}\n`)
    await writeFile(policy, '"identity:list_users": "role:auditor or rule:admin_required"\n')
    const sound = await muster(['check-config', '--config', config], dataDir('unused'))
    assert.equal(sound.code, 0, sound.err)
    for (const rule of ['"identity:list_userz": "role:auditor"', '"identity:list_users": "role:"']) {
      await writeFile(policy, rule)
      const broken = await muster(['check-config', '--config', config], dataDir('unused'))
      assert.equal(broken.code, 1)
      assert.match(broken.err, /identity:list_user/)
    }
    await writeFile(config, 'porrt: 5001\n')
    assert.match((await muster(['check-config', '--config', config])).err, /porrt: there is no such setting/)
    await assert.rejects(readFile(join(folder, 'unused', 'muster.sqlite')))
  })

  test('a missing command prints the commands, and an unknown one says how to see them', async () => {
    const missing = await muster([])
    assert.deepEqual([missing.code, missing.out], [2, ''])
    assert.match(missing.err, /^ {2}serve \[options\] +start the server$/m)
    for (const [args, message] of [
      [['dance'], /^muster: unknown command 'dance'\nFor help, add --help\.$/m],
      [['serve', '--loud'], /^muster: unknown option '--loud'\nFor help, add --help\.$/m],
    ] as const) {
      const { code, err } = await muster(args)
      assert.equal(code, 2)
      assert.match(err, message)
    }
    assert.equal((await muster(['--help'])).code, 0)
  })
})

/** A change by another process arrives a moment later. */
const untilStatus = async (status: number, request: () => Promise<{ status: number }>) => {
  const end = Date.now() + 5000
  for (;;) {
    const answer = await request()
    if (answer.status === status) return
    if (Date.now() > end) assert.equal(answer.status, status)
  }
}
