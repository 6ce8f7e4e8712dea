import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { onEachDatabase, type Place, sqlitePlace } from './databases.ts'
import { entries } from './directory-entries.ts'
import { everyNoun, type Keystone, makeKeystone, sealedBlob, userRows } from './keystone-fixture.ts'
import { type LdapServer, startLdapServer } from './ldap-server.ts'
import { freePort } from './postgres.ts'
import { muster, type Serving, serve } from './process.ts'

const program = fileURLToPath(new URL('../../cli/muster.mjs', import.meta.url))
const ownPassword = 'a password of Muster'

const post = async (url: string, user: object, scope?: object) => {
  const identity = { methods: ['password'], password: { user: { domain: { id: 'default' }, ...user } } }
  const response = await fetch(`${url}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity, ...(scope ? { scope } : {}) } }),
  })
  return { status: response.status, token: response.headers.get('x-subject-token') ?? '' }
}

const system = { system: { all: true } }

onEachDatabase('muster keystone', (makePlace) => {
  let place: Place
  let keystone: Keystone
  let ldap: LdapServer
  let settings: Record<string, string>
  let server: Serving
  let keys: readonly string[]
  const address = (of: Serving) => of.url.replace(/\/(v3\/?)?$/, '')
  const settingsOf = (of: Place): Record<string, string> => ({
    MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    MUSTER_BOOTSTRAP_PASSWORD: ownPassword,
    MUSTER_DIRECTORY_ALLOWED_NETWORKS: '127.0.0.0/8',
    MUSTER_RATE_LIMIT_PER_ADDRESS: '0',
    MUSTER_RATE_LIMIT_PER_USER: '0',
    KEYSTONE_DATABASE_URL: keystone.url,
    OS_PASSWORD: 'password of ada',
    ...of.environment,
  })
  const ends = async (code: number, args: readonly string[], more: Record<string, string> = {}) => {
    const ended = await muster(['keystone', ...args], { ...settings, ...more })
    assert.equal(ended.code, code, `${args.join(' ')}\n${ended.out}${ended.err}`)
    return ended
  }

  before(async () => {
    place = await makePlace()
    keystone = await makeKeystone(place.name, place.environment['MUSTER_DATABASE_URL'])
    ldap = await startLdapServer(entries())
    for (const rows of everyNoun((blob) => sealedBlob(keystone.credentialKey, blob), ldap.url))
      await keystone.insert(rows)
    settings = settingsOf(place)
    keys = ['--fernet-keys', keystone.fernetKeys, '--credential-keys', keystone.credentialKeys]
    server = await serve(settings)
  })
  after(async () => {
    await server.stop('SIGTERM')
    await ldap.close()
    await keystone.remove()
    await place.remove()
  })

  test('rejects a URL with a password in the arguments, and says where it belongs', async () => {
    for (const url of [
      'mysql://keystone:secret@10.0.0.5/keystone',
      'mysql+pymysql://keystone:sec/secret@10.0.0.5/keystone',
      'mysql://keystone:s@secret@10.0.0.5/keystone',
      'postgresql://10.0.0.5/keystone?user=keystone&password=secret',
      'mysql://keystone@10.0.0.5/keystone?PASSWORD=secret',
    ]) {
      const { err } = await ends(2, ['import', '--database', url])
      assert.match(err, /--database-file, or the variable KEYSTONE_DATABASE_URL/)
      assert.doesNotMatch(err, /secret/)
    }
    assert.match(
      (await ends(2, ['import'], { KEYSTONE_DATABASE_URL: '' })).err,
      /Name the database of Keystone/,
    )
  })

  test('a dry run prints what would come, and what not', async () => {
    const file = join(keystone.fernetKeys, '..', 'url')
    await writeFile(file, `${keystone.url}\n`)
    const { out } = await ends(0, ['import', '--dry-run', '--database-file', file, ...keys], {
      KEYSTONE_DATABASE_URL: '',
    })
    assert.match(out, /^Keystone Zed, 2023.1 Antelope; a dry run: nothing was changed$/m)
    assert.match(out, /^user +7 +7 +0 +0 +0 +0$/m)
    assert.match(out, /^ {2}request_token: 1 rows\. It expires within minutes or hours/m)
    assert.match(out, /^ {2}Role admin: Keystone's replaced Muster's\.$/m)
    assert.equal((await post(address(server), { name: 'admin', password: ownPassword })).status, 201)
  })

  test('an import that is killed leaves nothing', async () => {
    const child = spawn(process.execPath, [program, 'keystone', 'import', ...keys], {
      env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'test', ...settings },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const ended = once(child, 'exit')
    let said = ''
    for await (const part of child.stderr) {
      said += part
      if (said.includes('Importing trust')) break
    }
    child.kill('SIGKILL')
    await ended
    assert.match(said, /Importing trust/)
    assert.equal((await post(address(server), { name: 'ada', password: 'password of ada' })).status, 401)
    assert.equal((await post(address(server), { name: 'admin', password: ownPassword })).status, 201)
  })

  test('a running server has the imported directory at once, and tokens of the replaced administrator end', async () => {
    const before = await post(address(server), { name: 'admin', password: ownPassword }, system)
    const validate = (token: string) =>
      fetch(`${address(server)}/v3/users`, { headers: { 'x-auth-token': token } }).then(
        ({ status }) => status,
      )
    assert.equal(await validate(before.token), 200)
    await ends(0, ['import', ...keys])
    assert.equal(await validate(before.token), 401)
    const now = await post(address(server), { name: 'admin', password: 'password of ada' }, system)
    assert.equal(await validate(now.token), 200)
  })

  test('rows that cannot come end the command with 3', async () => {
    await keystone.insert(userRows('u-case', 60, 'ADA'))
    const { out } = await ends(3, ['import', ...keys])
    assert.match(out, /^ {2}user u-case: Its name, "ADA", is also the name of user u-ada\./m)
    const { nouns } = JSON.parse((await ends(3, ['import', '--json', ...keys])).out)
    assert.deepEqual(
      nouns.find(({ noun }: { noun: string }) => noun === 'user'),
      { noun: 'user', table: 'user', rows: 8, created: 0, updated: 0, unchanged: 7, removed: 0, failed: 1 },
    )
    await keystone.run(
      `delete from "user" where id = 'u-case'`,
      `delete from "local_user" where user_id = 'u-case'`,
    )
  })

  test('check compares two servers, and names what differs', async () => {
    const url = address(server)
    const same = await ends(0, ['check', '--keystone', url, '--muster', url])
    assert.match(same.out, /^\/users: 8 objects, \d+ requests, 0 differences$/m)
    assert.match(same.out, /Muster shows everything that Keystone shows\. Objects that only Muster has: 0\./)
    const second = await sqlitePlace()
    const others = { ...settingsOf(second), MUSTER_DATABASE_URL: '' }
    delete (others as Record<string, string | undefined>)['MUSTER_DATABASE_URL']
    assert.equal((await muster(['bootstrap'], others)).code, 0)
    await keystone.run(
      `update "project" set description = 'changed' where id = 'p-child'`,
      `delete from "user_group_membership"`,
      `update "endpoint" set url = 'http://other.example' where id = 'e-nova'`,
    )
    const { code, err } = await muster(['keystone', 'import', ...keys], others)
    assert.equal(code, 0, err)
    const other = await serve(others)
    try {
      const { out } = await ends(3, ['check', '--keystone', url, '--muster', address(other)])
      assert.match(out, /^ {2}different: \/projects p-child: description$/m)
      assert.match(out, /^ {2}only at Keystone: \/groups\/g-crew\/users u-ada$/m)
      assert.match(out, /^ {2}different: \/endpoints e-nova: url$/m)
      assert.match(out, /^Differences: \d+\./m)
      const { comparisons } = JSON.parse(
        (await ends(3, ['check', '--json', '--keystone', url, '--muster', address(other)])).out,
      )
      assert.ok(comparisons.every(({ requests }: { requests: number }) => requests >= 2))
    } finally {
      await other.stop('SIGTERM')
      await second.remove()
    }
  })

  test('check rejects a wrong password and an absent server', async () => {
    const url = address(server)
    const wrong = await ends(6, ['check', '--keystone', url, '--muster', url], { OS_PASSWORD: 'wrong' })
    assert.match(wrong.err, /Keystone responded with 401/)
    const absent = await ends(8, [
      'check',
      '--keystone',
      `http://127.0.0.1:${await freePort()}`,
      '--muster',
      url,
    ])
    assert.match(absent.err, /Keystone cannot be reached: ECONNREFUSED/)
    assert.match(
      (await ends(2, ['check', '--keystone', url, '--muster', url], { OS_PASSWORD: '' })).err,
      /OS_PASSWORD/,
    )
  })
})
