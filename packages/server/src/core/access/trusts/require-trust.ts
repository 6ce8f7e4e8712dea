import { notFound } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { Trust } from './trust.ts'

/** Fetches a trust that can still be used. Expired, used up or deleted, it is `not_found`. */
export const requireTrust = async (
  id: string,
  { stores, now }: Pick<OperationContext, 'stores' | 'now'>,
): Promise<Trust> => {
  const trust = await stores.trusts.get(id)
  if (!trust || trust.remainingUses === 0 || (trust.expiresAt !== null && trust.expiresAt <= now))
    throw notFound('trust', id)
  return trust
}

/** What rules may compare of a trust. */
export const trustTarget = ({ trustorId, trusteeId }: Pick<Trust, 'trustorId' | 'trusteeId'>) => ({
  target: { trust: { trustor_user_id: trustorId, trustee_user_id: trusteeId } },
})
