import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { serve } from '../../server/test/process.ts'
import { type Home, makeHome, program } from './run-muster.ts'

const password = 'correct horse battery'

describe('an import whose server dies', () => {
  let home: Home
  before(async () => {
    home = await makeHome()
  })
  after(() => home.remove())

  test('ends with 8 and says how to continue', async () => {
    const settings = { MUSTER_DATA_DIR: join(home.folder, 'data'), MUSTER_BOOTSTRAP_PASSWORD: password }
    const serving = await serve(settings)
    try {
      const login = ['login', serving.url, '--username', 'admin', '--password-fd', '3']
      assert.equal((await home.run(login, { fd3: password })).code, 0)
      const child = spawn(process.execPath, [program, 'import', '-'], { cwd: home.folder, env: home.env })
      const ended = once(child, 'close')
      let err = ''
      child.stderr.on('data', (part) => {
        err += part
      })
      child.stdin.on('error', () => {})
      child.stdin.write(Array.from({ length: 3000 }, (_, n) => `{"username":"row-${n}"}\n`).join(''))
      for (let done = 0; done === 0; ) {
        const { out } = await home.run(['import', 'list', '--output', 'value', '--columns', 'rows_done'])
        done = Number(out)
      }
      await serving.stop('SIGKILL')
      const [code] = await ended
      assert.equal(code, 8, err)
      assert.match(
        err,
        /To continue after row \d+:\n {4}muster import - --format ndjson --resume [0-9a-f]{32}\n/,
      )
      assert.doesNotMatch(err, /\n {4}at /)
    } finally {
      await serving.stop('SIGKILL')
    }
  })
})
