import { resolve } from 'node:path'
import { backUp } from '@muster/server/composition/backup.ts'
import { configOf, type OperatorOptions, print } from './with-muster.ts'

/** Works while servers use the database. */
export const backup = async (
  file: string,
  options: OperatorOptions & { readonly force?: boolean },
): Promise<void> => {
  const config = configOf(options)
  const to = resolve(file)
  backUp(config, to, { force: options.force === true })
  print(
    `The database was backed up to ${to} and verified. The backup does not include the master key. Keep a copy of ${config.master_key === undefined ? resolve(config.data_dir, 'master.key') : 'MUSTER_MASTER_KEY'} in another place. The backup cannot be used without it.`,
  )
}
