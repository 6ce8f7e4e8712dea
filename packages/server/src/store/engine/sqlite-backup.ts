import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { checkKnown } from './migrate.ts'

/** A problem for the operator; the message says what is wrong and what to do. */
export class BackupProblem extends Error {}

const sync = (path: string): void => {
  const opened = openSync(path, 'r')
  fsyncSync(opened)
  closeSync(opened)
}

const inPlace = (from: string, to: string): void => {
  renameSync(from, to)
  sync(dirname(to))
}

/** Reads every page of a copy, and checks that it is a Muster database with a known schema. */
const verify = (file: string, shown: string): void => {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file)
    const [first] = database.prepare('pragma integrity_check(1)').all()
    const found = String(Object.values(first ?? {})[0])
    if (found !== 'ok') throw new BackupProblem(`${shown} is damaged: ${found}`)
    const rows = database.prepare('select name from kysely_migration').all()
    checkKnown(rows.map(({ name }) => String(name)))
  } catch (error) {
    const { errcode, message } = error as { errcode?: number; message: string }
    if (errcode === undefined) throw error
    throw new BackupProblem(`${shown} is not a complete Muster database: ${message}.`)
  } finally {
    database?.close()
  }
}

/**
 * Copies the database to one file while servers use it: the copy contains everything that was committed at its start,
 * and nothing later. It gets its name once it is complete, verified and synced to disk.
 */
export const backUpSqlite = (from: string, to: string, { force }: { readonly force: boolean }): void => {
  if (!existsSync(from)) throw new BackupProblem(`There is no database at ${from}.`)
  if (existsSync(to) && !force)
    throw new BackupProblem(`${to} already exists. Choose another name, or use --force to replace it.`)
  const part = join(dirname(to), `.${basename(to)}.part`)
  rmSync(part, { force: true })
  try {
    closeSync(openSync(part, 'wx', 0o600))
    const database = new DatabaseSync(from, { timeout: 5000 })
    try {
      database.prepare('vacuum into ?').run(part)
    } finally {
      database.close()
    }
    verify(part, 'the copy')
    sync(part)
    inPlace(part, to)
  } finally {
    rmSync(part, { force: true })
  }
}

/** Whether a process has the database open; false for a damaged file. */
const isInUse = (file: string): boolean => {
  if (!existsSync(file)) return false
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    // Leaving WAL mode checkpoints the log into the file, and fails while another process has the database open.
    database.exec('pragma journal_mode = delete')
    return false
  } catch (error) {
    return ((error as { errcode?: number }).errcode ?? 0) % 256 === 5
  } finally {
    database.close()
  }
}

/** Renames the old file and returns its new name, so that the new file can replace it atomically. */
const setAside = (file: string): string | undefined => {
  if (!existsSync(file)) return undefined
  const aside = `${file}.replaced-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  try {
    linkSync(file, aside)
  } catch {
    copyFileSync(file, aside)
  }
  // These exist only if the old database was too damaged to be closed properly.
  for (const end of ['-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, aside + end)
  return aside
}

/** Replaces the database with a backup. Returns the new path of the previous one. */
export const restoreSqlite = (
  from: string,
  to: string,
  { force }: { readonly force: boolean },
): string | undefined => {
  if (!existsSync(from)) throw new BackupProblem(`The file ${from} does not exist.`)
  const folder = dirname(to)
  const others = readdirSync(folder).filter((name) => name !== 'master.key')
  if (others.length > 0 && !force)
    throw new BackupProblem(
      `${folder} is not empty (${others.slice(0, 3).join(', ')}). Use an empty MUSTER_DATA_DIR, or use --force to replace the database in this one.`,
    )
  const inUse = new BackupProblem(`A process has ${to} open. Stop the server, then restore.`)
  if (isInUse(to)) throw inUse
  const part = `${to}.restoring`
  rmSync(part, { force: true })
  try {
    closeSync(openSync(part, 'wx', 0o600))
    copyFileSync(from, part)
    verify(part, from)
    sync(part)
    if (isInUse(to)) throw inUse
    const aside = setAside(to)
    inPlace(part, to)
    return aside
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(part + end, { force: true })
  }
}

/** The sealed keys of a database, as stored. */
export const sealedKeysIn = (
  file: string,
): readonly { readonly purpose: string; readonly index: number; readonly sealed: string }[] => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database
      .prepare('select purpose, "index", sealed from keys')
      .all()
      .map((row) => ({
        purpose: String(row['purpose']),
        index: Number(row['index']),
        sealed: String(row['sealed']),
      }))
  } finally {
    database.close()
  }
}
