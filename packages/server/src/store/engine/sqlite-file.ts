import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { Unavailable } from './unavailable.ts'

export type SqliteFile = {
  /** Throws if the file at the path was deleted or replaced; costs two system calls. */
  check(): void
  /** Like `check`, and also reads the first page: throws if it is damaged or the file was truncated. */
  checkPages(): void
}

type Identity = string | undefined

const identityOf = (path: string): Identity => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found && `${found.dev}:${found.ino}`
}

const magic = 'SQLite format 3\0'

/** The damage of the first page; undefined: none. */
const damageOf = (file: string): string | undefined => {
  const header = Buffer.alloc(100)
  const opened = openSync(file, 'r')
  try {
    const read = readSync(opened, header, 0, header.length, 0)
    if (read < header.length || header.toString('latin1', 0, magic.length) !== magic)
      return 'its first page is damaged'
    // A page size of 65536 does not fit into two bytes and is stored as 1.
    const input = header.readUInt16BE(16)
    const pageSize = input === 1 ? 65_536 : input
    const expected = pageSize * header.readUInt32BE(28)
    const { size } = fstatSync(opened)
    return size < expected ? `it has ${size} of ${expected} bytes` : undefined
  } finally {
    closeSync(opened)
  }
}

const remedy =
  'Stop the server, restore a backup with "muster restore" (or put the files back), then start it again'

/**
 * Checks that the open database is still the file at its path. SQLite keeps writing to deleted and replaced files, and
 * everything acknowledged since then would be lost with the process.
 */
export const sqliteFile = (file: string): SqliteFile => {
  const paths = [file, `${file}-wal`]
  const opened = paths.map(identityOf)
  const check = () => {
    const changed = paths.find((path, i) => opened[i] !== undefined && identityOf(path) !== opened[i])
    if (changed === undefined) return
    const what = identityOf(changed) === undefined ? 'deleted' : 'replaced'
    const cause = new Error(`${changed} was ${what} while the server ran. ${remedy}.`)
    throw new Unavailable('database_damaged', cause)
  }
  return {
    check,
    checkPages: () => {
      check()
      // Checked twice: a checkpoint of another process may have been writing.
      const damage = damageOf(file) && damageOf(file)
      if (damage === undefined) return
      throw new Unavailable('database_damaged', new Error(`${file} is damaged: ${damage}. ${remedy}.`))
    },
  }
}
