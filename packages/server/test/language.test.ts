import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../../scripts/check-language.ts', import.meta.url))

const check = (checkout: string) => {
  const { status, stderr } = spawnSync(process.execPath, [script, checkout], { encoding: 'utf8' })
  return { status, findings: stderr.split('\n').filter((line) => line !== '') }
}

describe('the language check', () => {
  let checkout: string
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(checkout, file)), { recursive: true })
    await writeFile(join(checkout, file), text)
  }

  before(async () => {
    checkout = await mkdtemp(join(tmpdir(), 'muster-language-'))
  })
  after(() => rm(checkout, { recursive: true, force: true }))

  test('passes on plain text, and reports file, line and word of each planted violation', async () => {
    await write('packages/server/src/users.ts', '/** Rejects a second user of the same name. */\nexport {}\n')
    await write('docs/guide.md', '# Guide\n\nThe caller receives an error.\n')
    await write(
      'packages/server/test/users.test.ts',
      "const nobody = undefined\n\ntest('rejects a duplicate name', () => {})\n",
    )
    assert.deepEqual(check(checkout), { status: 0, findings: [] })

    await write('packages/server/src/users.ts', 'export {}\n/** Refuses a second user of the same name. */\n')
    await write('docs/guide.md', '# Guide\n\nWhoever asks receives an error.\n')
    await write(
      'packages/server/test/users.test.ts',
      "const nobody = undefined\n\ntest('nobody gets the name', () => {})\n",
    )
    await write('README.md', 'Links that lapsed.\n')

    const { status, findings } = check(checkout)
    assert.equal(status, 1)
    assert.deepEqual(
      findings.map((line) => line.split(': use ')[0]),
      [
        'README.md:1: "lapsed"',
        'docs/guide.md:3: "Whoever"',
        'packages/server/src/users.ts:2: "Refuses"',
        'packages/server/test/users.test.ts:3: "nobody"',
        '4 denied words; see docs/style.md',
      ],
    )
  })
})
