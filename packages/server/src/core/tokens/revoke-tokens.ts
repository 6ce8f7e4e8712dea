import type { Stores } from '../stores.ts'

type Inside = { readonly stores: Pick<Stores, 'revocations'>; readonly now: number }

const seconds = (ms: number) => Math.floor(ms / 1000)

/** Ends every token the user has, and those of trusts where it is trustor or trustee. */
export const revokeUserTokens = (userId: string, { stores, now }: Inside): Promise<void> =>
  stores.revocations.insert({ userId, issuedBefore: seconds(now), revokedAt: now })

/** Ends every token scoped to the project. */
export const revokeProjectTokens = (projectId: string, { stores, now }: Inside): Promise<void> =>
  stores.revocations.insert({ projectId, issuedBefore: seconds(now), revokedAt: now })

/** Ends one token alone. */
export const revokeToken = (auditId: string, { stores, now }: Inside): Promise<void> =>
  stores.revocations.insert({ auditId, issuedBefore: seconds(now), revokedAt: now })
