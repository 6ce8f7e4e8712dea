import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { Unavailable } from './unavailable.ts'

export type SqliteFile = {
  /** Throws when the file at the path is another one than was opened, or none: costs two system calls. */
  check(): void
  /** The same, and reads the first page from the disk: throws when it is damaged or the file was cut. */
  checkPages(): void
}

type Identity = string | undefined

const identityOf = (path: string): Identity => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found && `${found.dev}:${found.ino}`
}

const magic = 'SQLite format 3\0'

/** What is wrong with the first page; undefined: nothing. */
const damageOf = (file: string): string | undefined => {
  const header = Buffer.alloc(100)
  const opened = openSync(file, 'r')
  try {
    const read = readSync(opened, header, 0, header.length, 0)
    if (read < header.length || header.toString('latin1', 0, magic.length) !== magic)
      return 'its first page is damaged'
    // A page size of 65536 does not fit into the two bytes and is written as 1.
    const given = header.readUInt16BE(16)
    const pageSize = given === 1 ? 65_536 : given
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
 * Knows whether the database that is open is still the one at its path. SQLite itself goes on writing into files that
 * were deleted or replaced, and everything acknowledged since would be gone with the process.
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
      // A checkpoint of another process may be between the first page and the last.
      const damage = damageOf(file) && damageOf(file)
      if (damage === undefined) return
      throw new Unavailable('database_damaged', new Error(`${file} is damaged: ${damage}. ${remedy}.`))
    },
  }
}
