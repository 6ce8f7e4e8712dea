import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDataFolder } from '../config/data-folder.ts'
import { masterKey } from '../config/master-key.ts'
import type { Config } from '../config/settings-table.ts'
import type { KeyPurpose } from '../core/kernel/keys/key-ring.ts'
import { sealer } from '../crypto/seal.ts'
import { sealedKeys } from '../crypto/sealed-keys.ts'
import { BackupProblem, backUpSqlite, restoreSqlite, sealedKeysIn } from '../store/engine/sqlite-backup.ts'

const databaseOf = ({ database_url, data_dir }: Config, tool: string): string => {
  if (database_url !== undefined)
    throw new BackupProblem(
      `The database is PostgreSQL. Use its own tools instead: ${tool}. Keep MUSTER_MASTER_KEY apart from the dumps.`,
    )
  return join(data_dir, 'muster.sqlite')
}

/** Writes the database to one file, including the encrypted keys but not the master key. */
export const backUp = (config: Config, to: string, how: { readonly force: boolean }): void =>
  backUpSqlite(databaseOf(config, `pg_dump --format=custom --file=${to} "$MUSTER_DATABASE_URL"`), to, how)

export type Restored = {
  /** The path of the previous database. */
  readonly replaced: string | undefined
  /** Whether the master key decrypts the restored keys; absent: no master key exists yet. */
  readonly opens?: boolean
}

export const restore = (config: Config, from: string, how: { readonly force: boolean }): Restored => {
  const file = databaseOf(config, `pg_restore --clean --if-exists --dbname="$MUSTER_DATABASE_URL" ${from}`)
  ensureDataFolder(config.data_dir)
  const replaced = restoreSqlite(from, file, how)
  if (config.master_key === undefined && !existsSync(join(config.data_dir, 'master.key'))) return { replaced }
  return { replaced, opens: opensKeys(config, file) }
}

const opensKeys = (config: Config, file: string): boolean => {
  const { open } = sealedKeys(sealer(masterKey(config)))
  try {
    for (const { purpose, ...key } of sealedKeysIn(file)) open({ purpose: purpose as KeyPurpose, ...key })
    return true
  } catch {
    return false
  }
}
