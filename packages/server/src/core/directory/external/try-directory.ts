import { isDomainError } from '../../kernel/domain-error.ts'
import type {
  DirectoryCheck,
  DirectoryDriver,
  DirectoryOptions,
  ExternalDirectory,
  Found,
} from './external-directory.ts'

type Read = () => Promise<Found<{ readonly name: string }>>

const check = async (part: DirectoryCheck['part'], read: Read): Promise<DirectoryCheck> => {
  try {
    const { rows } = await read()
    return { part, outcome: 'passed', name: rows[0]?.name ?? null, reason: null }
  } catch (error) {
    if (!isDomainError(error)) throw error
    const { reason } = error.details
    return {
      part,
      outcome: 'failed',
      name: null,
      reason: typeof reason === 'string' ? reason : error.message,
    }
  }
}

/** One connection after the other, without repeated attempts: a test responds within the time-out of the options. */
const forTest = { list_limit: 1, use_pool: false, use_auth_pool: false } as const

const runChecks = async (directory: ExternalDirectory): Promise<readonly DirectoryCheck[]> => {
  const users = await check('users', () => directory.listUsers([]))
  const groups: DirectoryCheck =
    users.outcome === 'passed'
      ? await check('groups', () => directory.listGroups([]))
      : { part: 'groups', outcome: 'skipped', name: null, reason: null }
  return [users, groups]
}

/** Connects to a directory, binds, and reads one user and one group. */
export const tryDirectory = async (
  driver: DirectoryDriver,
  options: DirectoryOptions,
): Promise<readonly DirectoryCheck[]> => {
  const directory = driver.open({ ...options, ...forTest })
  try {
    return await runChecks(directory)
  } finally {
    directory.close()
  }
}
