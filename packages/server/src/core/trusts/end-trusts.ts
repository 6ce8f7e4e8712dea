import type { Applying } from '../operation.ts'
import { revokeTrustTokens } from '../tokens/revoke-tokens.ts'

/**
 * What follows when trusts have been deleted: their tokens end, and so does what was made with those. `ids`
 * holds the trusts redelegated from them too.
 */
export const endTrusts = async (
  ids: readonly string[],
  domainId: string | null,
  { stores, now, record }: Pick<Applying, 'stores' | 'now' | 'record'>,
): Promise<void> => {
  for (const id of ids) {
    await revokeTrustTokens(id, { stores, now })
    await stores.credentials.deleteOfDelegation('trust', id)
    record({ kind: 'trust.deleted', subject: { type: 'trust', id }, domainId, touches: [`trust:${id}`] })
  }
}
