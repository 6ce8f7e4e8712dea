const problems: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'part of the path is not a folder',
  EEXIST: 'already exists',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  EMFILE: 'too many files are open',
}

/** The message for a file system error with a path; undefined for any other error. */
export const fileProblem = (error: unknown): string | undefined => {
  const { code, path } = error as { code?: unknown; path?: unknown }
  if (typeof code !== 'string' || typeof path !== 'string') return undefined
  const why = problems[code]
  return why === undefined ? undefined : `${path}: ${why} (${code}).`
}
