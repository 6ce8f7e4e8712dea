import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { freePort } from '../../server/test/postgres.ts'
import { onEachCli } from './signed-in.ts'

onEachCli('sign-in and profiles', (cli) => {
  const file = () => join(cli.home().folder, '.config', 'muster', 'profiles.json')
  const stored = async () => JSON.parse(await readFile(file(), 'utf8')).profiles

  test('a session is stored in a file that only its owner can read', async () => {
    const { default: profile } = await stored()
    assert.deepEqual([profile.url, profile.kind, profile.username], [cli.server().url, 'session', 'admin'])
    assert.match(profile.secret, /^mst_s_/)
    assert.ok(!(await readFile(file(), 'utf8')).includes(cli.server().adminPassword))
    assert.equal((await stat(file())).mode & 0o777, 0o600)
    assert.equal((await stat(join(file(), '..'))).mode & 0o777, 0o700)
  })

  test('a file that others can read is rejected with the command that closes it', async () => {
    await chmod(file(), 0o644)
    try {
      const { err } = await cli.ends(1, ['whoami'])
      assert.match(
        err,
        /profiles\.json contains credentials .* \(mode 644\)\. Run: chmod 600 .*profiles\.json/,
      )
    } finally {
      await chmod(file(), 0o600)
    }
  })

  test('a wrong password is exit code 6 with the code and the request id, and changes no profile', async () => {
    const before = await readFile(file(), 'utf8')
    const login = ['login', cli.server().url, '--username', 'admin', '--password-fd', '3']
    const { err } = await cli.ends(6, login, { fd3: 'not-the-password' })
    assert.match(err, /^muster: .* \(authentication_failed, req-[\w-]+\)$/m)
    assert.equal(await readFile(file(), 'utf8'), before)
  })

  test('no secret is printed, also with --debug', async () => {
    const { secret } = (await stored()).default
    const password = cli.server().adminPassword
    const login = ['login', cli.server().url, '--username', 'admin', '--password-fd', '3', '--debug']
    for (const { out, err } of [
      await cli.ends(0, [...login, '--profile', 'debugged'], { fd3: password }),
      await cli.ends(0, ['user', 'list', '--search', 'nobody', '--debug']),
      await cli.ends(6, login, { fd3: 'not-the-password' }),
    ]) {
      assert.match(err, /^> (GET|POST) http:\/\/127\.0\.0\.1:\d+\/api\/v1\/\w+$/m)
      assert.match(err, /^< \d{3} in \d+ ms, req-/m)
      const shown = `${out}${err}`
      for (const text of [secret, password, 'not-the-password', 'mst_s_', 'nobody'])
        assert.ok(!shown.includes(text), text)
    }
    await cli.ends(0, ['logout', '--profile', 'debugged'])
  })

  test('the secret of a profile goes to no other address', async () => {
    const other = { MUSTER_URL: 'http://127.0.0.1:9' }
    const { err } = await cli.ends(2, ['whoami'], { env: other })
    assert.match(err, /its secret is sent to no other address/)
    await cli.ends(0, ['whoami'], { env: { MUSTER_URL: `${cli.server().url}/` } })
  })

  test('an API key of the environment needs its address, and --profile is stronger', async () => {
    const { secret } = await cli.json(['api-key', 'create', 'of-the-environment'])
    const env = { MUSTER_API_KEY: secret }
    assert.match((await cli.ends(2, ['whoami'], { env })).err, /Set the address of its server/)
    const both = { ...env, MUSTER_URL: cli.server().url }
    assert.equal((await cli.json(['whoami'], { env: both })).profile, null)
    assert.equal((await cli.json(['whoami', '--profile', 'default'], { env: both })).profile, 'default')
    const login = ['login', cli.server().url, '--profile', 'key', '--api-key-fd', '3']
    await cli.ends(0, login, { fd3: `${secret}\n` })
    assert.equal((await cli.json(['whoami'], { env: { MUSTER_PROFILE: 'key' } })).credentials, 'api_key')
    assert.match((await cli.ends(0, ['logout', '--profile', 'key'])).err, /Its API key stays valid/)
  })

  test('logout ends the session at the server', async () => {
    const login = [
      'login',
      cli.server().url,
      '--username',
      'admin',
      '--password-fd',
      '3',
      '--profile',
      'ended',
    ]
    await cli.ends(0, login, { fd3: cli.server().adminPassword })
    const { ended } = await stored()
    await cli.ends(0, ['logout', '--profile', 'ended'])
    const response = await fetch(`${cli.server().url}/api/v1/me`, {
      headers: { authorization: `Bearer ${ended.secret}` },
    })
    assert.equal(response.status, 401)
    assert.equal((await stored()).ended, undefined)
  })

  test('a session that has ended is exit code 6 and says how to sign in', async () => {
    const login = [
      'login',
      cli.server().url,
      '--username',
      'admin',
      '--password-fd',
      '3',
      '--profile',
      'closed',
    ]
    await cli.ends(0, login, { fd3: cli.server().adminPassword })
    await cli.ends(0, ['session', 'close', 'current', '--yes', '--profile', 'closed'])
    assert.match((await cli.ends(6, ['whoami', '--profile', 'closed'])).err, /Run: muster login/)
    await cli.ends(0, ['logout', '--profile', 'closed'])
  })

  test('a server that cannot be reached is exit code 8; --force deletes the profile anyway', async () => {
    const profile = { ...(await stored()).default, url: `http://127.0.0.1:${await freePort()}` }
    const { current, profiles } = JSON.parse(await readFile(file(), 'utf8'))
    await writeFile(file(), JSON.stringify({ current, profiles: { ...profiles, gone: profile } }))
    const { err } = await cli.ends(8, ['whoami', '--profile', 'gone'])
    assert.match(err, /the server cannot be reached \(ECONNREFUSED\)/)
    await cli.ends(8, ['logout', '--profile', 'gone'])
    await cli.ends(0, ['logout', '--profile', 'gone', '--force'])
  })

  test('the one-time password of a user with a second factor', async () => {
    const { system, call } = cli.server()
    await cli.ends(0, ['user', 'create', 'careful', '--password-fd', '3'], { fd3: 'correct horse battery' })
    const { id } = await cli.json(['user', 'show', 'careful'])
    const seed = 'JBSWY3DPEHPK3PXP'
    const credential = { type: 'totp', blob: seed, user_id: id }
    const made = await call('POST', '/v3/credentials', { token: system, body: { credential } })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const options = { multi_factor_auth_enabled: true, multi_factor_auth_rules: [['password', 'totp']] }
    const changed = await call('PATCH', `/v3/users/${id}`, { token: system, body: { user: { options } } })
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    const login = [
      'login',
      cli.server().url,
      '--username',
      'careful',
      '--password-fd',
      '3',
      '--profile',
      'two',
    ]
    assert.match(
      (await cli.ends(6, login, { fd3: 'correct horse battery' })).err,
      /Give it with --passcode-fd/,
    )
    const passcode = totp(seed)
    await cli.ends(0, [...login, '--passcode-fd', '4'], { fd3: 'correct horse battery', fd4: passcode })
    assert.equal((await cli.json(['whoami', '--profile', 'two'])).username, 'careful')
    await cli.ends(0, ['logout', '--profile', 'two'])
  })

  test('a temporary password is replaced without a session', async () => {
    const invite = ['invitation', 'create', 'new@example.org', '--mode', 'temporary_password']
    const { temporary_password: temporary } = await cli.json(invite)
    const { url } = cli.server()
    const login = ['login', url, '--email', 'new@example.org', '--password-fd', '3', '--profile', 'new']
    const { err } = await cli.ends(6, login, { fd3: temporary })
    assert.match(err, /muster change-password --url http:/)
    const change = ['change-password', '--url', url, '--email', 'new@example.org']
    await cli.ends(0, [...change, '--current-password-fd', '3', '--password-fd', '4'], {
      fd3: temporary,
      fd4: 'a horse of my own',
    })
    await cli.ends(0, login, { fd3: 'a horse of my own' })
  })
})

/** The one-time password of this moment (RFC 6238). */
const totp = (seed: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...seed].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [])
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
