import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDataFolder } from './data-folder.ts'
import { BadConfig } from './load-config.ts'
import type { Config } from './settings-table.ts'

/**
 * The key that seals all others. On PostgreSQL it must be given: a node that invented one would lock every
 * other node out. The embedded default makes one at the first start, readable by its owner alone.
 */
export const masterKey = ({ master_key, database_url, data_dir }: Config): Uint8Array => {
  if (master_key !== undefined) return Buffer.from(master_key, 'base64')
  if (database_url !== undefined)
    throw new BadConfig([
      'MUSTER_MASTER_KEY: with PostgreSQL give the master key, the same to every node (openssl rand -base64 32).',
    ])
  ensureDataFolder(data_dir)
  const file = join(data_dir, 'master.key')
  try {
    return readKey(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const database = join(data_dir, 'muster.sqlite')
  if (existsSync(database))
    throw new BadConfig([
      `${file} is missing, and ${database} is sealed with the key in it. Put the file back from your backup, or give its content as MUSTER_MASTER_KEY. Without that key the stored credentials and token keys cannot be read.`,
    ])
  // `wx` loses to another process that made it a moment ago; then that one counts.
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
    chmodSync(file, 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readKey(file)
}

const readKey = (file: string): Uint8Array => {
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length < 32)
    throw new BadConfig([`${file}: the master key is damaged; put back the one the data was sealed with.`])
  return key
}
