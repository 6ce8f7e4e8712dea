import { resolve } from 'node:path'
import { backUp } from '@muster/server/composition/backup.ts'
import type { CommandOptions } from '../commands.ts'
import { UsageError } from '../usage-error.ts'
import { configOf, print } from '../with-muster.ts'

/** Works while servers use the database. */
export const backup = async (options: CommandOptions): Promise<void> => {
  const [file, ...more] = options.words ?? []
  if (file === undefined || more.length > 0) throw new UsageError('specify exactly one file for the backup.')
  const config = configOf(options)
  const to = resolve(file)
  backUp(config, to, { force: options.options?.['force'] === true })
  print(
    `The database was backed up to ${to} and verified. The backup does not include the master key. Keep a copy of ${config.master_key === undefined ? resolve(config.data_dir, 'master.key') : 'MUSTER_MASTER_KEY'} in another place. The backup cannot be used without it.`,
  )
}
