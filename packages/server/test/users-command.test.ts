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

describe('muster import and export, offline', () => {
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

  test('a file becomes users; row errors are printed, or written to a file, and the command exits with 3', async () => {
    await writeFile(path('users.csv'), 'username,email\nann,ann@example.com\nann,\nbob,bob@example.com\n')
    const reported = await muster(['import', '--offline', path('users.csv')], settings)
    assert.equal(reported.code, 3, reported.err)
    assert.match(
      reported.err,
      /^row 2, username: Another user of the domain signs in with this name\. \(user_name_taken\)$/m,
    )
    assert.match(
      reported.err,
      /^Done, except for the failed rows\. 3 rows: 2 created, 0 updated, 0 unchanged, 1 failed; /m,
    )
    const kept = await muster(['import', '--offline', path('users.csv'), '--errors', path('wrong')], settings)
    assert.equal(kept.code, 3)
    const errors = (await readFile(path('wrong'), 'utf8')).trim().split('\n')
    assert.deepEqual(
      errors.map((line) => JSON.parse(line).row),
      [1, 2, 3],
    )
    const again = await muster(['import', '--offline', path('users.csv'), '--update', 'username'], settings)
    assert.equal(again.code, 0, again.err)
    assert.match(again.err, /3 rows: 0 created, 0 updated, 3 unchanged, 0 failed/)
  })

  test('an export is readable by its owner alone, and contains hashes only on request', async () => {
    const plain = await muster(['export', '--offline', '-'], settings)
    assert.equal(plain.code, 0, plain.err)
    const admin = plain.out.split('\n').find((line) => line.includes('"username":"admin"'))
    assert.ok(admin && !plain.out.includes('password_hash') && !plain.out.includes('argon2'))
    const hashed = await muster(['export', '--offline', path('all.csv'), '--with-password-hashes'], settings)
    assert.equal(hashed.code, 0, hashed.err)
    assert.match(hashed.err, /^3 users written\.$/m)
    assert.match(await readFile(path('all.csv'), 'utf8'), /,"\$argon2id\$v=19\$/)
    assert.equal((await stat(path('all.csv'))).mode & 0o777, 0o600)
    const elsewhere = { MUSTER_DATA_DIR: path('elsewhere') }
    await muster(['bootstrap'], { ...elsewhere, MUSTER_BOOTSTRAP_PASSWORD: 'another password for this' })
    const imported = await muster(['import', '--offline', path('all.csv'), '--update', 'username'], elsewhere)
    assert.equal(imported.code, 0, imported.err)
    const back = await muster(
      ['export', '--offline', '-', '--format', 'csv', '--with-password-hashes'],
      elsewhere,
    )
    const hashOf = (text: string) => /,admin,.*?(\$argon2id[^\r\n]*)/.exec(text)?.[1]
    assert.ok(hashOf(back.out))
    assert.equal(hashOf(back.out), hashOf(await readFile(path('all.csv'), 'utf8')))
  })

  test('N31: a file name without a known format is rejected before anything is opened', async () => {
    await writeFile(path('people.txt'), 'username\nzoe\n')
    const { code, err } = await muster(['import', '--offline', path('people.txt')], settings)
    assert.equal(code, 2)
    assert.match(err, /people\.txt ends in none of \.csv, \.tsv, \.ndjson, \.jsonl/)
    const said = await muster(['import', '--offline', path('people.txt'), '--format', 'csv'], settings)
    assert.equal(said.code, 0, said.err)
    assert.match(said.err, /^Done\. 1 row: 1 created/m)
  })

  test('N31: an import without any accepted row does not report success', async () => {
    await writeFile(path('wrong.csv'), 'username\nadmin\nadmin\n')
    const { code, err } = await muster(['import', '--offline', path('wrong.csv')], settings)
    assert.equal(code, 3)
    assert.match(err, /^No row was imported\. 2 rows: 0 created, 0 updated, 0 unchanged, 2 failed/m)
    await writeFile(path('empty.csv'), 'username\n')
    assert.match(
      (await muster(['import', '--offline', path('empty.csv')], settings)).err,
      /^The file has no rows\./m,
    )
  })

  test('N31: an export overwrites a file only when requested', async () => {
    await writeFile(path('kept.csv'), 'precious')
    const rejected = await muster(['export', '--offline', path('kept.csv')], settings)
    assert.equal(rejected.code, 2)
    assert.match(rejected.err, /kept\.csv already exists.*--force/)
    assert.equal(await readFile(path('kept.csv'), 'utf8'), 'precious')
    assert.equal((await muster(['export', '--offline', path('kept.csv'), '--force'], settings)).code, 0)
    assert.match(await readFile(path('kept.csv'), 'utf8'), /^id,number,username,/)
  })

  test('N25: an export for Excel is UTF-16 with tabs, and can be imported', async () => {
    const written = await muster(['export', '--offline', path('excel.csv'), '--excel'], settings)
    assert.equal(written.code, 0, written.err)
    const bytes = await readFile(path('excel.csv'))
    assert.equal(bytes.subarray(0, 2).toString('hex'), 'fffe')
    assert.match(bytes.toString('utf16le'), /^\ufeffid\tnumber\tusername\t.*\r\n/)
    const back = await muster(['import', '--offline', path('excel.csv'), '--update', 'username'], settings)
    assert.equal(back.code, 0, back.err)
    assert.match(back.err, /0 created, 0 updated, \d+ unchanged, 0 failed/)
  })

  test('N15: the command prints its version, the usage of each command, and the name of a missing file', async () => {
    assert.match((await muster(['--version'])).out, /^\d+\.\d+\.\d+\n$/)
    for (const words of [
      ['help', 'import'],
      ['import', '--offline', '--help'],
    ]) {
      const { code, out } = await muster(words)
      assert.equal(code, 0)
      assert.match(out, /^Usage: muster import \[options\]/)
      assert.doesNotMatch(out, /keys rotate/)
    }
    const { code, err } = await muster(['import', '--offline', path('absent.csv')], settings)
    assert.equal(code, 1)
    assert.match(err, /absent\.csv: no such file or folder \(ENOENT\)/)
    assert.doesNotMatch(err, /\n {4}at /, 'no stack')
    assert.equal((await muster(['help', 'nothing'])).code, 2)
    assert.match((await muster(['serve', '--force'])).err, /unknown option '--force'/)
  })

  test('Ctrl-C leaves an import that can be continued, and prints how', async () => {
    const child = spawn(process.execPath, [main, 'import', '--offline', '-'], {
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...settings },
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    let said = ''
    let requested = false
    const rows = (from: number) =>
      Array.from({ length: 300 }, (_, n) => `${JSON.stringify({ username: `typed-${from + n}` })}\n`).join('')
    let sent = 0
    child.stderr.on('data', (chunk) => {
      said += chunk
      // A second signal would end the process at once.
      if (!requested && said.includes(' rows/s')) requested = child.kill('SIGINT')
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
      /after row (\d+):\n +muster import - --format ndjson --resume ([0-9a-f]{32}) --offline/.exec(said) ?? []
    assert.ok(Number(done) > 0, said)
    await writeFile(
      path('typed.ndjson'),
      rows(0) + Array.from({ length: sent / 300 }, (_, at) => rows(300 * (at + 1))).join(''),
    )
    const rest = await muster(['import', '--offline', path('typed.ndjson'), '--resume', id], settings)
    assert.equal(rest.code, 0, rest.err)
    assert.match(
      rest.err,
      new RegExp(
        `Done\\. ${(sent + 300).toLocaleString('en')} rows: ${(sent + 300).toLocaleString('en')} created`,
      ),
    )
  })

  const wrong: [string, string[], number, RegExp][] = [
    ['no file', ['import', '--offline'], 2, /give a file, or - for standard input/],
    ['two files', ['import', '--offline', 'a', 'b'], 2, /too many arguments/],
    [
      'a format there is not',
      ['import', '--offline', 'a', '--format', 'xml'],
      2,
      /Allowed choices are ndjson, csv/,
    ],
    [
      'an option of another command',
      ['import', '--offline', 'a', '--with-password-hashes'],
      2,
      /unknown option '--with-password-hashes'/,
    ],
    [
      'a domain for an import that goes on',
      ['import', '--offline', 'a', '--resume', 'x', '--domain', 'y'],
      2,
      /--domain cannot be combined with --resume/,
    ],
    ['a file that is not there', ['import', '--offline', 'not-there.csv'], 1, /ENOENT/],
    ['words behind a command that takes none', ['migrate', 'now'], 2, /too many arguments for 'migrate'/],
  ]
  for (const [what, args, code, message] of wrong)
    test(`${what} is reported, and nothing is done`, async () => {
      const ended = await muster(args, settings)
      assert.equal(ended.code, code)
      assert.match(ended.err, message)
    })
})
