import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

test('N30: the command is executable in the repository, so that installing changes nothing', async () => {
  const file = fileURLToPath(new URL('../../cli/muster.mjs', import.meta.url))
  await access(file, constants.X_OK)
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-s', file], { cwd: dirname(file) })
  assert.match(stdout, /^100755 /)
})
