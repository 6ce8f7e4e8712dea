import { join } from 'node:path'
import type { mailOf } from '../config/mail-of.ts'
import type { PrivatePaths } from '../config/private-files.ts'
import type { Config } from '../config/settings-table.ts'

/** Files and folders that only the user of the server process may read. */
export const privatePaths = (
  { data_dir, database_url, token_key_repository, token_jws_key_repository, saml_keyfile }: Config,
  { mailFolder }: ReturnType<typeof mailOf>,
): PrivatePaths => ({
  files: ['master.key', ...(database_url === undefined ? databaseFiles : [])].map((name) =>
    join(data_dir, name),
  ),
  folders: [mailFolder],
  // Other programs, such as a Keystone server, read these too, so their permissions are managed there.
  foreign: [
    ...(token_key_repository === undefined ? [] : [token_key_repository]),
    ...(token_jws_key_repository === undefined ? [] : [join(token_jws_key_repository, 'private')]),
    ...(saml_keyfile === undefined ? [] : [saml_keyfile]),
  ],
})

const databaseFiles = ['muster.sqlite', 'muster.sqlite-wal', 'muster.sqlite-shm']
