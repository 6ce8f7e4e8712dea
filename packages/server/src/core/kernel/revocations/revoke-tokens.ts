import type { Stores } from '../stores.ts'

type Context = { readonly stores: Pick<Stores, 'revocations'>; readonly now: number }

const seconds = (ms: number) => Math.floor(ms / 1000)

/** Ends every token the user has, and those of trusts where it is trustor or trustee. */
export const revokeUserTokens = (userId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ userId, issuedBefore: seconds(now), revokedAt: now })

/**
 * Signs the user out everywhere: ends every token, every link for a new password, and every session but the one to
 * keep. For a mere change of rights ending the tokens is enough, since sessions read theirs live.
 */
export const revokeAllUserAccess = async (
  userId: string,
  at: Context & { readonly stores: Pick<Stores, 'sessions' | 'recovery'> },
  keepSession?: string,
): Promise<void> => {
  await revokeUserTokens(userId, at)
  await at.stores.recovery.deleteOfUser(userId)
  await at.stores.sessions.closeOfUser(userId, keepSession)
}

/** Ends every token scoped to the project. */
export const revokeProjectTokens = (projectId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ projectId, issuedBefore: seconds(now), revokedAt: now })

/** Ends every token of the trust. */
export const revokeTrustTokens = (trustId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ trustId, issuedBefore: seconds(now), revokedAt: now })

/** Ends every token made with the access token, or for the consumer with any of its own. */
export const revokeAccessTokenTokens = (accessTokenId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ accessTokenId, issuedBefore: seconds(now), revokedAt: now })

export const revokeConsumerTokens = (consumerId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ consumerId, issuedBefore: seconds(now), revokedAt: now })

/** Ends every token whose chain began with this one. */
export const revokeChainTokens = (auditChainId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ auditChainId, issuedBefore: seconds(now), revokedAt: now })

/** Ends one token alone. */
export const revokeToken = (auditId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ auditId, issuedBefore: seconds(now), revokedAt: now })
