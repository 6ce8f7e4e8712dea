import { comparedAs } from '../../kernel/claimed-email.ts'
import type { OperationContext } from '../../kernel/operation.ts'

/**
 * How the email of a user is treated:
 * - `true`: claimed, or rejected when it is taken
 * - `if_free`: claimed when the setting `claimEmails` is on, the text is an address and no other user of the domain signs
 *   in with it, as an address or as a username; else an unclaimed attribute
 * - `false`: an unclaimed attribute
 */
export type ClaimEmail = boolean | 'if_free'

type ClaimInput = { readonly id?: string | undefined; readonly domainId: string; readonly email: string }

/** The normalized address to claim with `if_free`; null when it cannot be claimed. */
export const claimIfFree = async (
  { id, domainId, email }: ClaimInput,
  { stores, ports }: Pick<OperationContext, 'stores' | 'ports'>,
): Promise<string | null> => {
  const claimed = ports.settings.claimEmails ? comparedAs(email) : undefined
  if (claimed === undefined) return null
  const owners = await stores.names.owners('user', domainId, claimed)
  return owners.some((owner) => owner !== id) ? null : claimed
}
