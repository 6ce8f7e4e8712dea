import type { At } from '../operation.ts'
import { badToken } from '../tokens/bad-token.ts'
import { type Living, livingUser } from '../tokens/living.ts'
import type { Trust } from './trust.ts'

export type StandingChain = {
  readonly trust: Trust
  /** The trust first, the one that began it all last. */
  readonly chain: readonly [Trust, ...Trust[]]
  /** Who gave each trust of the chain. */
  readonly trustors: readonly Living[]
  /** Everybody whose end ends the trust: all who gave it and all through whose hands it went. */
  readonly parties: readonly Living[]
}

/**
 * A trust that still stands: it and all those it was redelegated from are neither deleted nor expired, and
 * were given by and passed on by living users. Throws `unauthenticated` as soon as a link is gone.
 */
export const standingChain = async (
  id: string,
  at: Pick<At, 'stores' | 'ports' | 'now'>,
): Promise<StandingChain> => {
  const [trust, ...above] = await at.stores.trusts.pedigree(id)
  const last = above.at(-1) ?? trust
  if (!trust || last?.redelegatedTrustId !== null) throw badToken('trust_gone')
  const chain = [trust, ...above] as const
  if (chain.some(({ expiresAt }) => expiresAt !== null && expiresAt <= at.now))
    throw badToken('trust_expired')
  const living = (ids: readonly string[]) => Promise.all(ids.map((userId) => livingUser(userId, at)))
  const trustors = await living(chain.map(({ trustorId }) => trustorId))
  const between = await living(above.map(({ trusteeId }) => trusteeId))
  return { trust, chain, trustors, parties: [...trustors, ...between] }
}
