import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { keepPrivate } from '../src/config/private-files.ts'
import { muster, serve } from './process.ts'

describe('files of the server', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-private-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))
  const modes = async (data: string) => {
    const found: Record<string, string> = {}
    for (const name of await readdir(data))
      found[name] = ((await stat(join(data, name))).mode & 0o777).toString(8)
    return found
  }
  const openFolder = async (name: string) => {
    const data = join(folder, name)
    await mkdir(data)
    await chmod(data, 0o755)
    return data
  }

  test('S8: in a folder accessible to other users every file is readable by its owner alone', async () => {
    const data = await openFolder('existed')
    const serving = await serve({ MUSTER_DATA_DIR: data })
    assert.deepEqual(await modes(data), {
      'master.key': '600',
      'muster.sqlite': '600',
      'muster.sqlite-shm': '600',
      'muster.sqlite-wal': '600',
    })
    await serving.stop('SIGTERM')
  })

  test('S8: files readable by other users are restricted at the start, with a log line', async () => {
    const data = await openFolder('restored')
    assert.equal((await muster(['migrate'], { MUSTER_DATA_DIR: data })).code, 0)
    const outbox = join(data, 'outbox')
    await mkdir(outbox)
    await writeFile(join(outbox, 'letter.eml'), 'x')
    await chmod(outbox, 0o755)
    for (const name of ['muster.sqlite', 'master.key', 'outbox/letter.eml'])
      await chmod(join(data, name), 0o644)
    const serving = await serve({ MUSTER_DATA_DIR: data })
    for (const mode of Object.values(await modes(data))) assert.match(mode, /00$/)
    assert.deepEqual(await modes(outbox), { 'letter.eml': '600' })
    for (const name of ['muster.sqlite', 'master.key', 'letter.eml'])
      assert.match(serving.said.err, new RegExp(`${name} could be read by other users`))
    await serving.stop('SIGTERM')
  })

  test('S8: foreign key files are reported and left unchanged, and links are not followed', async () => {
    const keys = await openFolder('keys')
    await writeFile(join(keys, '0'), 'x')
    await chmod(join(keys, '0'), 0o644)
    await symlink(join(keys, '0'), join(folder, 'link'))
    const said = keepPrivate({
      files: [join(folder, 'link'), join(folder, 'none')],
      folders: [],
      foreign: [keys, join(keys, '0')],
    })
    // Once as a file of the folder, and once by its own name.
    const found = `${join(keys, '0')} can be read by every user of this machine. Run: chmod o= ${join(keys, '0')}`
    assert.deepEqual(said, [found, found])
    assert.deepEqual(await modes(keys), { '0': '644' })
  })
})
