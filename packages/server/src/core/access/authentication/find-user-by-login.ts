import { claimedEmail } from '../../kernel/claimed-email.ts'
import { domainError, isDomainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { findDomain } from './resolve-references.ts'
import type { DomainRef } from './sign-in-request.ts'
import type { Subject } from './sign-in-state.ts'

/** Identifies a user at sign-in. */
export type LoginIdentifier = {
  /** One of the three is set. `login` is an email address or a username; an address takes precedence. */
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly login?: string | undefined
  /** Absent: the default domain. */
  readonly domain?: DomainRef | undefined
}

/** With the domain. Undefined for an unknown user; responses must not reveal the difference (T73). */
export const findUserByLogin = async (
  { username, email, login, domain }: LoginIdentifier,
  at: Pick<OperationContext, 'stores' | 'ports'>,
): Promise<Pick<Subject, 'user' | 'domain'>> => {
  const found = await findDomain(domain ?? { id: at.ports.settings.defaultDomainId }, at)
  if (email === undefined && username === undefined && login === undefined)
    throw domainError('invalid', 'reference_incomplete', 'Identify the user by username or email.')
  if (!found) return { user: undefined, domain: undefined }
  const { users } = at.stores
  const address = readEmail(email ?? login)
  const byEmail = address === undefined ? undefined : await users.getByClaimedEmail(found.id, address)
  const name = username ?? login
  const byName = async () =>
    name === undefined || email !== undefined ? undefined : users.getByName(found.id, name)
  return { user: byEmail ?? (await byName()), domain: found }
}

const readEmail = (input: string | undefined): string | undefined => {
  if (input === undefined) return undefined
  try {
    return claimedEmail(input).claimed
  } catch (thrown) {
    if (isDomainError(thrown, 'invalid')) return undefined
    throw thrown
  }
}
