import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openProgram } from './pseudo-terminal.ts'
import { type Home, makeHome } from './run-muster.ts'

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0

/** The words on the command line, and what must be offered for the last one. */
const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['us'], ['user']],
  [
    ['user', 'del'],
    ['deleted', 'delete'],
  ],
  [
    ['group', 'member', ''],
    ['list', 'add', 'remove'],
  ],
  [['user', 'list', '--stat'], ['--status']],
  [
    ['user', 'list', '--status', ''],
    ['invited', 'pending', 'active', 'disabled'],
  ],
  [['user', 'list', '--search', 'user', '--out'], ['--output']],
  [['user', 'list', '--output', 'y'], ['yaml']],
  [['completion', 'f'], ['fish']],
  [['keys', 'rotate', '--cre'], ['--credentials']],
]

describe('shell completion', () => {
  let home: Home
  before(async () => {
    home = await makeHome()
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, out, err } = await home.run(['completion', shell])
      assert.equal(code, 0, err)
      await writeFile(join(home.folder, `muster.${shell}`), out)
    }
  })
  after(() => home?.remove())

  const offered = (shell: string, args: readonly string[]): readonly string[] => {
    const { status, stdout, stderr } = spawnSync(shell, args, { cwd: home.folder, encoding: 'utf8' })
    assert.equal(status, 0, stderr)
    return stdout.split('\n').filter((line) => line !== '')
  }

  for (const [words, expected] of cases)
    test(`bash offers ${expected.join(', ')} after muster ${words.join(' ')}`, () => {
      const line = ['muster', ...words].map((word) => `'${word}'`).join(' ')
      const script = `source ./muster.bash; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _muster; printf '%s\\n' "\${COMPREPLY[@]}"`
      assert.deepEqual(offered('bash', ['-u', '-c', script]), expected)
    })

  test('bash offers files for a file, and loads the script without an error', async () => {
    await writeFile(join(home.folder, 'people.csv'), '')
    const script = `source ./muster.bash; COMP_WORDS=(muster import peo); COMP_CWORD=2; _muster; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p muster`
    assert.deepEqual(offered('bash', ['-u', '-c', script]), [
      'people.csv',
      'complete -o filenames -F _muster muster',
    ])
  })

  test('zsh completes in its line editor', {
    skip: has('zsh') ? false : 'zsh is not installed',
  }, async () => {
    const terminal = openProgram(home, 'zsh', ['-f'], { TERM: 'dumb' })
    terminal.type('autoload -Uz compinit; compinit -u; source ./muster.zsh; echo is ready\r')
    await terminal.until('\nis ready')
    terminal.type('muster us\t')
    await terminal.until('muster user ')
    terminal.type('li\t')
    await terminal.until('list ')
    terminal.type('--status di\t')
    await terminal.until('disabled')
    terminal.kill()
    await terminal.ended
  })

  for (const [words, expected] of cases)
    test(`fish offers ${expected.join(', ')} after muster ${words.join(' ')}`, {
      skip: has('fish') ? false : 'fish is not installed',
    }, () => {
      const script = `source muster.fish; complete -C '${['muster', ...words].join(' ')}'`
      const names = offered('fish', ['--no-config', '-c', script]).map((line) => line.split('\t')[0])
      assert.deepEqual(names.toSorted(), expected.toSorted())
    })
})
