import { resolve } from 'node:path'
import { restore } from '@muster/server/composition/backup.ts'
import type { CommandOptions } from '../commands.ts'
import { UsageError } from '../usage-error.ts'
import { configOf, say } from '../with-muster.ts'

/** Verifies the backup before anything is replaced. */
export const restoreBackup = async (options: CommandOptions): Promise<void> => {
  const [file, ...more] = options.words ?? []
  if (file === undefined || more.length > 0) throw new UsageError('name the file of one backup.')
  const config = configOf(options)
  const { replaced, opens } = restore(config, resolve(file), {
    force: options.options?.['force'] === true,
  })
  say(`The database of ${resolve(config.data_dir)} is the one of ${resolve(file)}.`)
  if (replaced !== undefined) say(`The one that was there is ${replaced}.`)
  const key = resolve(config.data_dir, 'master.key')
  if (opens === undefined) say(`Put the master key that belongs to it at ${key} before you start the server.`)
  else if (!opens)
    throw new Error(
      `The master key in ${config.master_key === undefined ? key : 'MUSTER_MASTER_KEY'} is not the one that belongs to this backup: put that one there before you start the server.`,
    )
}
