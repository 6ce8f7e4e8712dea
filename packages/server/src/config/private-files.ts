import { chmodSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export type PrivatePaths = {
  readonly files: readonly string[]
  /** Folders whose files are private too. */
  readonly folders: readonly string[]
  /** Files and folders of other programs: reported, never changed. */
  readonly foreign: readonly string[]
}

const others = 0o077
const everyone = 0o007

/** The mode of a file or folder; undefined if it does not exist or is a symbolic link. */
const modeOf = (path: string): number | undefined => {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found && !found.isSymbolicLink() ? found.mode & 0o777 : undefined
}

/** Removes the permissions of group and others. Returns a sentence for each change. */
const closeOne = (path: string): readonly string[] => {
  const mode = modeOf(path)
  if (mode === undefined || (mode & others) === 0) return []
  const shown = `${path} could be read by other users of this machine (mode ${mode.toString(8)})`
  try {
    chmodSync(path, mode & ~others)
    return [`${shown}; its permissions are now limited to its owner.`]
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    return [`${shown}, and its permissions cannot be changed (${code}). Run: chmod go= ${path}`]
  }
}

const namesIn = (folder: string): readonly string[] =>
  modeOf(folder) === undefined || !isFolder(folder)
    ? []
    : readdirSync(folder).map((name) => join(folder, name))

/** Files in a folder that others cannot enter need no change. */
const closeFolder = (folder: string): readonly string[] => {
  const said = closeOne(folder)
  return said.length === 0 ? [] : [...said, ...namesIn(folder).flatMap(closeOne)]
}

/**
 * Restricts files with password hashes, keys and mail to their owner at startup: existing folders, another umask and
 * restored copies can leave them readable. Returns a sentence for each finding.
 */
export const keepPrivate = ({ files, folders, foreign }: PrivatePaths): readonly string[] => [
  ...files.flatMap(closeOne),
  ...folders.flatMap(closeFolder),
  ...foreign
    .flatMap((folder) => [folder, ...namesIn(folder)])
    .filter((path) => ((modeOf(path) ?? 0) & everyone & 0o006) !== 0 && !isFolder(path))
    .map((path) => `${path} can be read by every user of this machine. Run: chmod o= ${path}`),
]

const isFolder = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
