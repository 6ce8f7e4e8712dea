import type { OperationContext } from '../../kernel/operation.ts'
import { type ActiveUser, requireActiveUser } from '../tokens/active-user.ts'
import { invalidToken } from '../tokens/invalid-token.ts'
import type { Trust } from './trust.ts'

export type ActiveTrustChain = {
  readonly trust: Trust
  /** The trust first, the one that began it all last. */
  readonly chain: readonly [Trust, ...Trust[]]
  /** Who gave each trust of the chain. */
  readonly trustors: readonly ActiveUser[]
  /** Everybody whose end ends the trust: all who gave it and all through whose hands it went. */
  readonly parties: readonly ActiveUser[]
}

/**
 * A trust that still stands: it and all those it was redelegated from are neither deleted nor expired, and
 * were given by and passed on by living users. Throws `unauthenticated` as soon as a link is gone.
 */
export const activeTrustChain = async (
  id: string,
  at: Pick<OperationContext, 'stores' | 'ports' | 'now'>,
): Promise<ActiveTrustChain> => {
  const [trust, ...above] = await at.stores.trusts.pedigree(id)
  const last = above.at(-1) ?? trust
  if (!trust || last?.redelegatedTrustId !== null) throw invalidToken('trust_gone')
  const chain = [trust, ...above] as const
  if (chain.some(({ expiresAt }) => expiresAt !== null && expiresAt <= at.now))
    throw invalidToken('trust_expired')
  const active = (ids: readonly string[]) => Promise.all(ids.map((userId) => requireActiveUser(userId, at)))
  const trustors = await active(chain.map(({ trustorId }) => trustorId))
  const between = await active(above.map(({ trusteeId }) => trusteeId))
  return { trust, chain, trustors, parties: [...trustors, ...between] }
}
