import { comparedAs } from '../../kernel/claimed-email.ts'
import type { OperationContext } from '../../kernel/operation.ts'

/**
 * How an email that is given for a user is treated:
 * - `true`: claimed, or rejected
 * - `if_free`: claimed where `claimEmails` allows it, the text is an address and no other user of the domain signs in
 *   with it, as an address or as a username; else a plain attribute
 * - `false`: a plain attribute
 */
export type ClaimEmail = boolean | 'if_free'

type Asking = { readonly id?: string | undefined; readonly domainId: string; readonly email: string }

/** The claim that `if_free` makes of an email; null for none. */
export const claimIfFree = async (
  { id, domainId, email }: Asking,
  { stores, ports }: Pick<OperationContext, 'stores' | 'ports'>,
): Promise<string | null> => {
  const claimed = ports.settings.claimEmails ? comparedAs(email) : undefined
  if (claimed === undefined) return null
  const owners = await stores.names.owners('user', domainId, claimed)
  return owners.some((owner) => owner !== id) ? null : claimed
}
