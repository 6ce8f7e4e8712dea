import { join } from 'node:path'
import type { mailOf } from '../config/mail-of.ts'
import type { PrivatePaths } from '../config/private-files.ts'
import type { Config } from '../config/settings-table.ts'

/** What only the user of this server should read. */
export const privatePaths = (
  { data_dir, database_url, token_key_repository: repository }: Config,
  { outbox }: ReturnType<typeof mailOf>,
): PrivatePaths => ({
  files: ['master.key', ...(database_url === undefined ? databaseFiles : [])].map((name) =>
    join(data_dir, name),
  ),
  folders: [outbox],
  // Another server reads the keys as well: who may do so is decided there.
  foreign: repository === undefined ? [] : [repository],
})

const databaseFiles = ['muster.sqlite', 'muster.sqlite-wal', 'muster.sqlite-shm']
