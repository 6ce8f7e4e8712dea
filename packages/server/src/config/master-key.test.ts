import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { loadConfig } from './load-config.ts'
import { masterKey } from './master-key.ts'

describe('the master key of the embedded database', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'muster-key-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const read = () => masterKey(loadConfig({ MUSTER_DATA_DIR: folder }))

  test('R1: is created once, readable by its owner alone, without temporary files left behind', () => {
    const key = read()
    assert.equal(key.length, 32)
    assert.deepEqual(read(), key)
    assert.deepEqual(readdirSync(folder), ['master.key'])
    assert.equal(statSync(join(folder, 'master.key')).mode & 0o777, 0o600)
  })

  test('R1: an empty file of a killed start is replaced while there is no database', () => {
    writeFileSync(join(folder, 'master.key'), '')
    assert.equal(read().length, 32)
    assert.equal(readFileSync(join(folder, 'master.key')).length, 45)
  })

  test('R1: an empty file beside a database is reported with the remedy and left unchanged', () => {
    writeFileSync(join(folder, 'master.key'), '')
    writeFileSync(join(folder, 'muster.sqlite'), 'x')
    assert.throws(read, /master\.key: the master key is damaged\. Put the file back from your backup/)
    assert.equal(readFileSync(join(folder, 'master.key')).length, 0)
  })

  test('R1: a damaged key without a database is never replaced', () => {
    writeFileSync(join(folder, 'master.key'), 'c2hvcnQ=\n')
    assert.throws(read, /the master key is damaged/)
  })
})
