import { query } from '../../kernel/operation.ts'
import { returnUrlFor } from '../invitations/return-url.ts'
import { requireValidRecoveryToken } from './valid-recovery-token.ts'

/** The details of the user on the recovery page. */
export type ShownRecovery = {
  readonly email: string
  readonly domainName: string
  /** The user has no password yet. */
  readonly first: boolean
  /** The redirect target after success. */
  readonly returnUrl: string | null
}

/** Shows a recovery link by its secret. Repeatable, because mail scanners open links too. */
export const getRecovery = query({
  access: 'public',
  read: async ({ secret }: { readonly secret: string }, _found, at): Promise<ShownRecovery> => {
    const { user, domain } = await requireValidRecoveryToken(secret, at)
    return {
      email: user.email ?? user.claimedEmail ?? '',
      domainName: domain.name,
      first: !(await at.stores.passwords.current(user.id)),
      returnUrl: returnUrlFor(domain.id, null, at.ports.settings),
    }
  },
})
