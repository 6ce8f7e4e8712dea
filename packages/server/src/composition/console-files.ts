import { readdir, readFile } from 'node:fs/promises'
import type { ConsoleFiles, FileCoding } from '../apis/console/console-files.ts'

const suffixes: Readonly<Record<FileCoding, string>> = { br: '.br', gzip: '.gz' }

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
export const openConsoleFiles = (folder = new URL('../../console/', import.meta.url)): ConsoleFiles => {
  let names: Promise<ReadonlySet<string>> | undefined
  const assets = new URL('assets/', folder)
  const listed = async () => new Set((await orUndefined(readdir(assets))) ?? [])
  return {
    page: () => orUndefined(readFile(new URL('index.html', folder), 'utf8')),
    async asset(name, coding) {
      // Only listed names are read, so no path of a client reaches the file system.
      names ??= listed()
      let known = await names
      if (!known.has(name)) {
        // The console may have been built again since.
        names = listed()
        known = await names
      }
      if (!known.has(name)) return undefined
      const packed = coding === undefined ? undefined : `${name}${suffixes[coding]}`
      const chosen = packed !== undefined && known.has(packed) ? coding : undefined
      const file = chosen === undefined ? name : (packed ?? name)
      const bytes = await orUndefined(readFile(new URL(encodeURIComponent(file), assets)))
      return bytes && { bytes, coding: chosen }
    },
  }
}
