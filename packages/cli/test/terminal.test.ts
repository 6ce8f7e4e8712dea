import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openTerminal, plain } from './pseudo-terminal.ts'
import { onEachCli } from './signed-in.ts'

const enter = '\r'
const ctrlC = '\u0003'

onEachCli('a terminal', (cli) => {
  const open = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    openTerminal(cli.home(), args, env)
  const path = (name: string) => join(cli.home().folder, name)

  test('login asks for the name and the password, which is not shown', async () => {
    const terminal = open(['login', cli.server().url, '--profile', 'asked'])
    await terminal.until('Username or email:')
    terminal.type(`admin${enter}`)
    await terminal.until('Password:')
    terminal.type(`${cli.server().adminPassword}${enter}`)
    assert.deepEqual(await terminal.ended, { code: 0, signal: 0 })
    assert.match(plain(terminal.shown()), /Signed in to http:.* as admin \(profile "asked"\)/)
    assert.ok(!terminal.shown().includes(cli.server().adminPassword))
    await cli.ends(0, ['logout', '--profile', 'asked'])
  })

  test('Ctrl-C at the password is exit code 130, and stores nothing', async () => {
    const terminal = open(['login', cli.server().url, '--username', 'admin', '--profile', 'stopped'])
    await terminal.until('Password:')
    terminal.type(ctrlC)
    assert.equal((await terminal.ended).code, 130)
    await cli.ends(6, ['whoami', '--profile', 'stopped'])
  })

  test('a deletion names the object, and happens only when it is confirmed', async () => {
    const { id } = await cli.json(['user', 'create', 'doomed', '--email', 'doomed@example.org'])
    const declined = open(['user', 'delete', 'doomed@example.org'])
    const question = plain(await declined.until('(y/N)'))
    assert.match(
      question,
      new RegExp(`Delete the user doomed \\(doomed@example\\.org, ${id}, domain default\\)\\?`),
    )
    declined.type(enter)
    assert.equal((await declined.ended).code, 130)
    await cli.ends(0, ['user', 'show', 'doomed'])
    const confirmed = open(['user', 'delete', 'doomed'])
    await confirmed.until('(y/N)')
    confirmed.type(`y${enter}`)
    assert.equal((await confirmed.ended).code, 0)
    await cli.ends(4, ['user', 'show', 'doomed'])
  })

  test('a new password is asked twice', async () => {
    await cli.ends(0, ['user', 'create', 'typed'])
    const wrong = open(['user', 'set-password', 'typed'])
    await wrong.until('the new password:')
    wrong.type(`correct horse battery${enter}`)
    await wrong.until('The same again:')
    wrong.type(`correct horse buttery${enter}`)
    assert.equal((await wrong.ended).code, 2)
    assert.match(plain(wrong.shown()), /The two entries differ/)
    const right = open(['user', 'set-password', 'typed'])
    await right.until('the new password:')
    right.type(`correct horse battery${enter}`)
    await right.until('The same again:')
    right.type(`correct horse battery${enter}`)
    assert.equal((await right.ended).code, 0)
    assert.ok(!right.shown().includes('horse'))
  })

  test('colours are for terminals, without NO_COLOR', async () => {
    const coloured = open(['user', 'list', '--columns', 'username'])
    await coloured.ended
    assert.match(coloured.shown(), /^.\[1mUSERNAME.\[22m\r\n/s)
    const plainly = open(['user', 'list', '--columns', 'username'], { NO_COLOR: '1' })
    await plainly.ended
    assert.match(plainly.shown(), /^USERNAME\r\n/)
    const { out } = await cli.ends(0, ['user', 'list', '--columns', 'username'])
    assert.match(out, /^USERNAME\n/)
  })

  test('a table that is too wide is cut at the terminal, but ids never', async () => {
    const { id } = await cli.json(['user', 'create', 'long', '--display-name', 'x'.repeat(200)])
    const terminal = open(['user', 'list', '--username', 'long'])
    await terminal.ended
    const row = plain(terminal.shown()).split('\n')[1] ?? ''
    assert.match(row, /^long .* x+… +[0-9a-f]{32}$/)
    assert.ok(row.endsWith(id) && row.length <= 160, row)
  })

  test('an import shows a bar with the rate and the remaining time', async () => {
    const rows = Array.from({ length: 60_000 }, (_, n) => `bar-${n}\n`).join('')
    await writeFile(path('bar.csv'), `username\n${rows}`)
    const terminal = open(['import', 'bar.csv', '--dry-run'])
    await terminal.until('rows/s')
    assert.equal((await terminal.ended).code, 0)
    const shown = plain(terminal.shown())
    assert.match(shown, /\[#+-*\] +\d+% [\d,]+ rows: [\d,]+ created, .*; [\d,]+ rows\/s, \d+:\d\d left/)
    assert.match(shown, /Dry run complete\. 60,000 rows: 60,000 created/)
  })

  test('Ctrl-C stops an import, which continues where it was', async () => {
    const rows = Array.from({ length: 60_000 }, (_, n) => `stopped-${n}\n`).join('')
    await writeFile(path('stopped.csv'), `username\n${rows}`)
    const terminal = open(['import', 'stopped.csv', '--dry-run'])
    await terminal.until('rows/s')
    terminal.type(ctrlC)
    assert.equal((await terminal.ended).code, 130)
    const shown = plain(terminal.shown())
    const [, id = ''] = /muster import stopped\.csv --format csv --resume ([0-9a-f]{32})/.exec(shown) ?? []
    const before = await cli.json(['import', 'show', id])
    assert.ok(before.rows_done > 0 && before.rows_done < 60_000, shown)
    const { err } = await cli.ends(0, ['import', 'stopped.csv', '--resume', id])
    assert.match(err, /Dry run complete\. 60,000 rows: 60,000 created, 0 updated, 0 unchanged, 0 failed/)
  })

  test('followed events appear as they happen, until Ctrl-C', async () => {
    const terminal = open([
      'event',
      'list',
      '--follow',
      '--kind',
      'group.created',
      '--columns',
      'kind,subject_id',
    ])
    // The command follows from a moment that it does not announce; a group after it is shown.
    let isShown = false
    const shown = terminal.until('group.created').then(() => {
      isShown = true
    })
    for (let number = 0; !isShown; number++) await cli.ends(0, ['group', 'create', `followed-${number}`])
    await shown
    terminal.type(ctrlC)
    const { code, signal } = await terminal.ended
    assert.ok(code === 130 || signal === 2, `${code} ${signal}`)
  })
})
