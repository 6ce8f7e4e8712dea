import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { BadConfig } from './load-config.ts'

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/**
 * Creates the data folder, readable by its owner only, and its parents. It creates them one at a time: Node's
 * recursive mkdir never returns below a folder such as /proc, where no folder can be created.
 */
export const ensureDataFolder = (folder: string): void => {
  const missing: string[] = []
  try {
    for (let path = resolve(folder); !isFolder(path); path = dirname(path)) missing.unshift(path)
    for (const path of missing)
      try {
        mkdirSync(path, { mode: 0o700 })
      } catch (error) {
        // Another process may have created it in the meantime.
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw new BadConfig([
      `MUSTER_DATA_DIR: the folder ${resolve(folder)} cannot be created or entered (${code}). Choose a folder that this user may write.`,
    ])
  }
}
