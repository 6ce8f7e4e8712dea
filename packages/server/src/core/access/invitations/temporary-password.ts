import type { User } from '../../directory/users/user.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { findPendingInvitation } from './pending-invitation.ts'

/** 32 letters and digits that are not easily confused, so that each encodes 5 bits. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Four groups of five characters (100 bits), easy to copy by hand; made from 32 random hex digits. */
export const temporaryPassword = (randomHex: string): string => {
  const bits = BigInt(`0x${randomHex}`)
  const letters = Array.from({ length: 20 }, (_, i) => alphabet[Number((bits >> BigInt(5 * i)) & 31n)] ?? '')
  return [0, 5, 10, 15].map((start) => letters.slice(start, start + 5).join('')).join('-')
}

/** Whether the user's password is a temporary one, which is accepted only for choosing another. */
export const isTemporary = async (
  user: User,
  at: Pick<OperationContext, 'stores' | 'now'>,
): Promise<boolean> => {
  if (user.status !== 'invited') return false
  const pending = await findPendingInvitation(await at.stores.invitations.getByUser(user.id), at)
  return pending?.invitation.mode === 'temporary_password'
}
