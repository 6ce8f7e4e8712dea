import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const setup = fileURLToPath(new URL('./global-setup.ts', import.meta.url))

test('a failing test fails the run: no test import swallows the exit code', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-runner-'))
  const file = join(folder, 'fails.test.mjs')
  await writeFile(
    file,
    "import { test } from 'node:test'\ntest('fails', () => { throw new Error('as it must') })\n",
  )
  const { NODE_TEST_CONTEXT: _outer, ...env } = process.env
  const run = spawnSync(process.execPath, ['--test', `--test-global-setup=${setup}`, file], {
    env,
    encoding: 'utf8',
  })
  assert.match(run.stdout, /fail 1/)
  assert.equal(run.status, 1)
  await rm(folder, { recursive: true, force: true })
})
