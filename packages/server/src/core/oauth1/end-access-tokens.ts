import type { Applying } from '../operation.ts'
import { revokeAccessTokenTokens } from '../tokens/revoke-tokens.ts'

/** What follows when access tokens are gone: the tokens made with them end, and what was made with those. */
export const endAccessTokens = async (
  ids: readonly string[],
  domainId: string | null,
  { stores, now, record }: Pick<Applying, 'stores' | 'now' | 'record'>,
): Promise<void> => {
  for (const id of ids) {
    await revokeAccessTokenTokens(id, { stores, now })
    await stores.credentials.deleteOfDelegation('access_token', id)
    record({
      kind: 'access_token.deleted',
      subject: { type: 'access_token', id },
      domainId,
      touches: [`access_token:${id}`],
    })
  }
}
