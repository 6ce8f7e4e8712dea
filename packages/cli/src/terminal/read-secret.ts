import { createReadStream } from 'node:fs'
import { UsageError } from '../usage-error.ts'

/** Longer than any password that the server accepts. */
const longest = 8192

/** The number of a file descriptor: standard output and standard error are for results. */
export const descriptorOf = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || text === '1' || text === '2')
    throw new UsageError('must be the number of an open file descriptor, such as 0 for standard input')
  return Number(text)
}

/**
 * Reads a secret from a file descriptor to its end, without the last line break: it appears in no list of processes and
 * in no history of a shell.
 */
export const readSecret = async (descriptor: number): Promise<string> => {
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of createReadStream('', { fd: descriptor, autoClose: false })) {
      parts.push(part as Buffer)
      bytes += (part as Buffer).length
      if (bytes > longest) throw new UsageError(`The secret from file descriptor ${descriptor} is too long.`)
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(
      `File descriptor ${descriptor} cannot be read (${(error as NodeJS.ErrnoException).code}). Redirect it, as in: --password-fd 3 3< file`,
    )
  }
  const secret = Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '')
  if (secret === '') throw new UsageError(`File descriptor ${descriptor} contains no secret.`)
  return secret
}
