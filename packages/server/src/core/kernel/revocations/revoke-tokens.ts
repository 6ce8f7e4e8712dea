import type { Stores } from '../stores.ts'

type Context = { readonly stores: Pick<Stores, 'revocations'>; readonly now: number }

const seconds = (ms: number) => Math.floor(ms / 1000)

/** Revokes every token of the user, and of trusts where the user is trustor or trustee. */
export const revokeUserTokens = (userId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ userId, issuedBefore: seconds(now), revokedAt: now })

/**
 * Signs the user out everywhere: revokes every token, every recovery link, and every session except `keepSession`. A change
 * of roles needs `revokeUserTokens` only, since sessions read their roles at each request.
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

/** Revokes every token scoped to the project. */
export const revokeProjectTokens = (projectId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ projectId, issuedBefore: seconds(now), revokedAt: now })

/** Revokes every token of the trust. */
export const revokeTrustTokens = (trustId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ trustId, issuedBefore: seconds(now), revokedAt: now })

/** Revokes every token made with the access token. */
export const revokeAccessTokenTokens = (accessTokenId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ accessTokenId, issuedBefore: seconds(now), revokedAt: now })

/** Revokes every token made with an access token of the consumer. */
export const revokeConsumerTokens = (consumerId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ consumerId, issuedBefore: seconds(now), revokedAt: now })

/** Revokes every token whose audit chain starts with this id. */
export const revokeChainTokens = (auditChainId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ auditChainId, issuedBefore: seconds(now), revokedAt: now })

/** Revokes one token. */
export const revokeToken = (auditId: string, { stores, now }: Context): Promise<void> =>
  stores.revocations.insert({ auditId, issuedBefore: seconds(now), revokedAt: now })
