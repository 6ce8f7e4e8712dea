const problems: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user has no permission',
  EPERM: 'this user has no permission',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'it exists already',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  EMFILE: 'too many files are open',
}

/** A sentence for an error of the file system that names a path; undefined for any other error. */
export const fileProblem = (error: unknown): string | undefined => {
  const { code, path } = error as { code?: unknown; path?: unknown }
  if (typeof code !== 'string' || typeof path !== 'string') return undefined
  const why = problems[code]
  return why === undefined ? undefined : `${path}: ${why} (${code}).`
}
