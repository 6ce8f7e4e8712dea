import { readdir, readFile } from 'node:fs/promises'
import type { ConsoleFiles, FileCoding } from '../apis/console/console-files.ts'

const suffixes: Readonly<Record<FileCoding, string>> = { br: '.br', gzip: '.gz' }

/** Milliseconds between two listings, whatever names are requested. */
const listsEvery = 1000

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

const orUndefined = async <T>(reading: Promise<T>): Promise<T | undefined> => {
  try {
    return await reading
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** The console that `npm ci` builds. Files are read when they are requested, so that a start costs nothing. */
export const openConsoleFiles = (
  folder = new URL('../../console/', import.meta.url),
  now: () => number = () => performance.now(),
): ConsoleFiles => {
  let names: Promise<ReadonlySet<string>> | undefined
  let listedAt = Number.NEGATIVE_INFINITY
  const assets = new URL('assets/', folder)
  const list = async () => new Set((await orUndefined(readdir(assets))) ?? [])
  /** The names of the files. An unknown one can be of a console that was built since, so they are listed again. */
  const known = async (name: string): Promise<ReadonlySet<string>> => {
    const listed = await names?.catch(() => undefined)
    const isRecent = now() - listedAt < listsEvery
    if (names && listed && (listed.has(name) || isRecent)) return listed
    listedAt = now()
    names = list()
    return names
  }
  return {
    page: () => orUndefined(readFile(new URL('index.html', folder), 'utf8')),
    async asset(name, coding) {
      // Only listed names are read, so no path of a client reaches the file system.
      const listed = await known(name)
      if (!listed.has(name)) return undefined
      const packed = coding === undefined ? undefined : `${name}${suffixes[coding]}`
      const chosen = packed !== undefined && listed.has(packed) ? coding : undefined
      const file = chosen === undefined ? name : (packed ?? name)
      const bytes = await orUndefined(readFile(new URL(encodeURIComponent(file), assets)))
      return bytes && { bytes, coding: chosen }
    },
  }
}
