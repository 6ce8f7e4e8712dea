import { isExpired } from '../../kernel/expiry.ts'
import type { ReadContext } from '../../kernel/operation.ts'
import { type ActiveUser, requireActiveUser } from '../tokens/active-user.ts'
import { invalidToken } from '../tokens/invalid-token.ts'
import type { Trust } from './trust.ts'

export type ActiveTrustChain = {
  readonly trust: Trust
  /** The trust first, the original trust last. */
  readonly chain: readonly [Trust, ...Trust[]]
  /** The trustor of each trust in the chain, in its order. */
  readonly trustors: readonly ActiveUser[]
  /** The users the trust depends on: every trustor, and the trustees who redelegated it. */
  readonly parties: readonly ActiveUser[]
}

/**
 * Loads a trust with the trusts it was redelegated from. Throws `unauthenticated` when one of them is deleted or expired,
 * or when one of their parties is not active.
 */
export const activeTrustChain = async (id: string, at: ReadContext): Promise<ActiveTrustChain> => {
  const [trust, ...above] = await at.stores.trusts.redelegationChain(id)
  const last = above.at(-1) ?? trust
  if (!trust || last?.redelegatedTrustId !== null) throw invalidToken('trust_gone')
  const chain = [trust, ...above] as const
  if (chain.some((one) => isExpired(one, at.now))) throw invalidToken('trust_expired')
  const active = (ids: readonly string[]) => Promise.all(ids.map((userId) => requireActiveUser(userId, at)))
  const trustors = await active(chain.map(({ trustorId }) => trustorId))
  const between = await active(above.map(({ trusteeId }) => trusteeId))
  return { trust, chain, trustors, parties: [...trustors, ...between] }
}
