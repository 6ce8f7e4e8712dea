import type { Project } from '../../directory/projects/project.ts'
import { withEffectiveStatus } from '../../directory/users/inactivity.ts'
import type { User } from '../../directory/users/user.ts'
import { isPerson } from '../../directory/users/user-kinds.ts'
import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { recoveryPrefix } from './recovery-link.ts'

/** The same for every reason. */
export const invalidRecoveryToken = (): DomainError =>
  domainError(
    'invalid',
    'recovery_invalid',
    'This link cannot be used: it was used before, or is over. Ask for a new one.',
    { field: 'token' },
  )

type Clock = Pick<OperationContext, 'stores' | 'ports' | 'now'>

/** Whom a link for a new password may be for: an active person of an enabled domain, with an address of its own. */
export const mayRecover = (
  user: User | undefined,
  domain: Project | undefined,
  at: Clock,
): user is User & { readonly claimedEmail: string } =>
  user !== undefined &&
  isPerson(user) &&
  withEffectiveStatus(user, at).status === 'active' &&
  user.claimedEmail !== null &&
  domain?.enabled === true

/**
 * The user whom the secret of a link lets choose a new password. Rejects with `invalid` (`recovery_invalid`) when it is
 * none, or over, or what it stands on is not as it was: above all the address (T62).
 */
export const requireValidRecoveryToken = async (
  secret: string,
  at: Clock,
): Promise<{ readonly user: User; readonly domain: Project }> => {
  const { secrets } = at.ports
  if (!secrets.is(recoveryPrefix, secret)) throw invalidRecoveryToken()
  const link = await at.stores.recovery.getBySecret(secrets.hash(secret))
  if (!link || link.expiresAt <= at.now) throw invalidRecoveryToken()
  const user = await at.stores.users.get(link.userId)
  const domain = user && (await at.stores.projects.get(user.domainId))
  if (!mayRecover(user, domain, at) || user.claimedEmail !== link.email || !domain)
    throw invalidRecoveryToken()
  return { user, domain }
}
