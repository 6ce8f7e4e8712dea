import { resolve } from 'node:path'
import { restore } from '@muster/server/composition/backup.ts'
import { configOf, type OperatorOptions, print } from './with-muster.ts'

/** Verifies the backup before it replaces anything. */
export const restoreBackup = async (
  file: string,
  options: OperatorOptions & { readonly force?: boolean },
): Promise<void> => {
  const config = configOf(options)
  const { replaced, opens } = restore(config, resolve(file), {
    force: options.force === true,
  })
  print(`The database in ${resolve(config.data_dir)} was restored from ${resolve(file)}.`)
  if (replaced !== undefined) print(`The previous database was moved to ${replaced}.`)
  const key = resolve(config.data_dir, 'master.key')
  if (opens === undefined) print(`Put the master key of the backup at ${key} before you start the server.`)
  else if (!opens)
    throw new Error(
      `The master key in ${config.master_key === undefined ? key : 'MUSTER_MASTER_KEY'} does not belong to this backup. Replace it with the master key of the backup before you start the server.`,
    )
}
