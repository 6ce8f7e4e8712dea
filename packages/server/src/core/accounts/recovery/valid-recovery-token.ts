import type { Project } from '../../directory/projects/project.ts'
import { withEffectiveStatus } from '../../directory/users/inactivity.ts'
import type { User } from '../../directory/users/user.ts'
import { isPerson } from '../../directory/users/user-kinds.ts'
import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { recoveryPrefix } from './recovery-link.ts'

/** One error for every reason. */
export const invalidRecoveryToken = (): DomainError =>
  domainError(
    'invalid',
    'recovery_invalid',
    'This link is invalid: it was already used or has expired. Request a new one.',
    { field: 'token' },
  )

type Context = Pick<OperationContext, 'stores' | 'ports' | 'now'>

/** Whether a user may recover a password: an active person with a claimed address in an enabled domain. */
export const mayRecover = (
  user: User | undefined,
  domain: Project | undefined,
  at: Context,
): user is User & { readonly claimedEmail: string } =>
  user !== undefined &&
  isPerson(user) &&
  withEffectiveStatus(user, at).status === 'active' &&
  user.claimedEmail !== null &&
  domain?.enabled === true

/**
 * The user of a valid recovery secret. Rejects with `invalid` (`recovery_invalid`) when the secret is unknown or expired,
 * the user may not recover a password, or the claimed address has changed (T62).
 */
export const requireValidRecoveryToken = async (
  secret: string,
  at: Context,
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
