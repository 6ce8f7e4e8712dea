import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { ensureDataFolder } from './data-folder.ts'
import { BadConfig } from './load-config.ts'
import type { Config } from './settings-table.ts'

/**
 * The key that seals all other keys. PostgreSQL requires it as a setting, because a node that generated its own
 * would lock out every other node. With SQLite, the first start generates a file readable by its owner only.
 */
export const masterKey = ({ master_key, database_url, data_dir }: Config): Uint8Array => {
  if (master_key !== undefined) return Buffer.from(master_key, 'base64')
  if (database_url !== undefined)
    throw new BadConfig([
      'MUSTER_MASTER_KEY: PostgreSQL needs a master key, the same on every node (openssl rand -base64 32).',
    ])
  ensureDataFolder(data_dir)
  const file = join(data_dir, 'master.key')
  const database = join(data_dir, 'muster.sqlite')
  // A version before 2026-11-29 may have been killed between creating the file and writing the key; nothing was sealed.
  if (existsSync(database) || (existsSync(file) && readFileSync(file).length > 0))
    return readKey(file, database)
  makeKey(file)
  return readKey(file, database)
}

/** Creates the file atomically, even if the process or the machine stops. Another process may create it first. */
const makeKey = (file: string): void => {
  const own = `${file}.${randomBytes(6).toString('hex')}`
  const made = openSync(own, 'wx', 0o600)
  try {
    writeFileSync(made, `${randomBytes(32).toString('base64')}\n`)
    fchmodSync(made, 0o600)
    fsyncSync(made)
  } finally {
    closeSync(made)
  }
  try {
    if (existsSync(file) && readFileSync(file).length === 0) unlinkSync(file)
    linkSync(own, file)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    // Some file systems do not support hard links.
    if (['EPERM', 'ENOTSUP', 'ENOSYS'].includes(code)) renameSync(own, file)
    else if (code !== 'EEXIST') throw error
  } finally {
    rmSync(own, { force: true })
  }
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

const readKey = (file: string, database: string): Uint8Array => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new BadConfig([
      `${file} is missing, and ${database} is sealed with the key in it. Put the file back from your backup, or set MUSTER_MASTER_KEY to its content. Without that key the stored credentials and token keys cannot be read.`,
    ])
  }
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length < 32)
    throw new BadConfig([
      `${file}: the master key is damaged. Put the file back from your backup, or set MUSTER_MASTER_KEY to its content.`,
    ])
  return key
}
