import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { muster } from './process.ts'

const main = fileURLToPath(new URL('../../cli/muster.mjs', import.meta.url))

describe('muster users import and export', () => {
  let folder: string
  let settings: Record<string, string>
  const path = (name: string) => join(folder, name)
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-users-'))
    settings = {
      MUSTER_DATA_DIR: join(folder, 'data'),
      MUSTER_BOOTSTRAP_PASSWORD: 'a password for this test',
    }
    assert.equal((await muster(['bootstrap'], settings)).code, 0)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  test('a file becomes users; wrong rows are told, or kept in a file, and the command ends with 3', async () => {
    await writeFile(path('users.csv'), 'username,email\nann,ann@example.com\nann,\nbob,bob@example.com\n')
    const told = await muster(['users', 'import', path('users.csv')], settings)
    assert.equal(told.code, 3, told.err)
    assert.match(
      told.err,
      /^row 2, username: Another user of the domain has this name\. \(user_name_taken\)$/m,
    )
    assert.match(told.err, /^Done\. 3 rows: 2 created, 0 updated, 0 unchanged, 1 wrong; /m)
    const kept = await muster(['users', 'import', path('users.csv'), '--errors', path('wrong')], settings)
    assert.equal(kept.code, 3)
    const errors = (await readFile(path('wrong'), 'utf8')).trim().split('\n')
    assert.deepEqual(
      errors.map((line) => JSON.parse(line).row),
      [1, 2, 3],
    )
    const again = await muster(['users', 'import', path('users.csv'), '--update', 'username'], settings)
    assert.equal(again.code, 0, again.err)
    assert.match(again.err, /3 rows: 0 created, 0 updated, 3 unchanged, 0 wrong/)
  })

  test('an export is for its owner’s eyes, and has hashes only when they are asked for', async () => {
    const plain = await muster(['users', 'export', '-'], settings)
    assert.equal(plain.code, 0, plain.err)
    const admin = plain.out.split('\n').find((line) => line.includes('"username":"admin"'))
    assert.ok(admin && !plain.out.includes('password_hash') && !plain.out.includes('argon2'))
    const hashed = await muster(['users', 'export', path('all.csv'), '--with-password-hashes'], settings)
    assert.equal(hashed.code, 0, hashed.err)
    assert.match(hashed.err, /^3 users written\.$/m)
    assert.match(await readFile(path('all.csv'), 'utf8'), /,"\$argon2id\$v=19\$/)
    assert.equal((await stat(path('all.csv'))).mode & 0o777, 0o600)
    const elsewhere = { MUSTER_DATA_DIR: path('elsewhere') }
    await muster(['bootstrap'], { ...elsewhere, MUSTER_BOOTSTRAP_PASSWORD: 'another password for this' })
    const imported = await muster(['users', 'import', path('all.csv'), '--update', 'username'], elsewhere)
    assert.equal(imported.code, 0, imported.err)
    const back = await muster(
      ['users', 'export', '-', '--format', 'csv', '--with-password-hashes'],
      elsewhere,
    )
    const hashOf = (text: string) => /,admin,.*?(\$argon2id[^\r\n]*)/.exec(text)?.[1]
    assert.ok(hashOf(back.out))
    assert.equal(hashOf(back.out), hashOf(await readFile(path('all.csv'), 'utf8')))
  })

  test('Ctrl-C leaves an import that can go on, and says how', async () => {
    const child = spawn(process.execPath, [main, 'users', 'import', '-'], {
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...settings },
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    let said = ''
    let asked = false
    const rows = (from: number) =>
      Array.from({ length: 300 }, (_, n) => `${JSON.stringify({ username: `typed-${from + n}` })}\n`).join('')
    let sent = 0
    child.stderr.on('data', (chunk) => {
      said += chunk
      // A second one would end it at once.
      if (!asked && said.includes(' rows/s')) asked = child.kill('SIGINT')
    })
    const more = setInterval(() => {
      child.stdin.write(rows(sent))
      sent += 300
    }, 20)
    child.stdin.on('error', () => {})
    const [code] = await once(child, 'close')
    clearInterval(more)
    assert.equal(code, 130, said)
    assert.match(said, /Stopped \(interrupted_by_operator\)/)
    const [, done, id = ''] =
      /behind row (\d+):\n +muster users import - --format ndjson --resume ([0-9a-f]{32})/.exec(said) ?? []
    assert.ok(Number(done) > 0, said)
    await writeFile(
      path('typed.ndjson'),
      rows(0) + Array.from({ length: sent / 300 }, (_, at) => rows(300 * (at + 1))).join(''),
    )
    const rest = await muster(['users', 'import', path('typed.ndjson'), '--resume', id], settings)
    assert.equal(rest.code, 0, rest.err)
    assert.match(
      rest.err,
      new RegExp(
        `Done\\. ${(sent + 300).toLocaleString('en')} rows: ${(sent + 300).toLocaleString('en')} created`,
      ),
    )
  })

  const wrong: [string, string[], number, RegExp][] = [
    ['no file', ['users', 'import'], 2, /give one file/],
    ['two files', ['users', 'import', 'a', 'b'], 2, /give one file/],
    ['a format there is not', ['users', 'import', 'a', '--format', 'xml'], 2, /--format is ndjson or csv/],
    [
      'an option of another command',
      ['users', 'import', 'a', '--with-password-hashes'],
      2,
      /no option --with-password-hashes/,
    ],
    [
      'a domain for an import that goes on',
      ['users', 'import', 'a', '--resume', 'x', '--domain', 'y'],
      2,
      /--domain already/,
    ],
    ['a file that is not there', ['users', 'import', 'not-there'], 1, /ENOENT/],
    ['words behind a command that takes none', ['migrate', 'now'], 2, /no command "migrate now"/],
  ]
  for (const [what, args, code, message] of wrong)
    test(`${what} is told, and nothing is done`, async () => {
      const ended = await muster(args, settings)
      assert.equal(ended.code, code)
      assert.match(ended.err, message)
    })
})
