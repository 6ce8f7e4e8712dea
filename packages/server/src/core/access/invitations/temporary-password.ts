import type { User } from '../../directory/users/user.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { findPendingInvitation } from './pending-invitation.ts'

/** Letters and digits that nobody mistakes for one another: 32 of them, so that each is worth 5 bits. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Four groups of five, 100 bits, for people to copy from a letter or a screen; from 32 random hex digits. */
export const temporaryPassword = (randomHex: string): string => {
  const bits = BigInt(`0x${randomHex}`)
  const letters = Array.from({ length: 20 }, (_, i) => alphabet[Number((bits >> BigInt(5 * i)) & 31n)] ?? '')
  return [0, 5, 10, 15].map((start) => letters.slice(start, start + 5).join('')).join('-')
}

/** Whether the user came to a password by an invitation, and may do nothing yet but choose another. */
export const isTemporary = async (
  user: User,
  at: Pick<OperationContext, 'stores' | 'now'>,
): Promise<boolean> => {
  if (user.status !== 'invited') return false
  const active = await findPendingInvitation(await at.stores.invitations.ofUser(user.id), at)
  return active?.invitation.mode === 'temporary_password'
}
