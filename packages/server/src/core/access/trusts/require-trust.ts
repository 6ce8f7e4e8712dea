import { notFound } from '../../kernel/domain-error.ts'
import { isExpired } from '../../kernel/expiry.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { isUsedUp, type Trust } from './trust.ts'

/** Fetches a usable trust. Rejects with `not_found` when it is expired, used up or deleted. */
export const requireTrust = async (
  id: string,
  { stores, now }: Pick<OperationContext, 'stores' | 'now'>,
): Promise<Trust> => {
  const trust = await stores.trusts.get(id)
  if (!trust || isUsedUp(trust) || isExpired(trust, now)) throw notFound('trust', id)
  return trust
}

/** The attributes of a trust that rules can compare. */
export const trustTarget = ({ trustorId, trusteeId }: Pick<Trust, 'trustorId' | 'trusteeId'>) => ({
  target: { trust: { trustor_user_id: trustorId, trustee_user_id: trusteeId } },
})
