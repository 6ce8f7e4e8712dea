import type { CommandContext } from '../../kernel/operation.ts'
import { revokeTrustTokens } from '../../kernel/revocations/revoke-tokens.ts'

/**
 * What follows when trusts have been deleted: their tokens end, and so does what was made with those. `ids`
 * holds the trusts redelegated from them too.
 */
export const revokeTrusts = async (
  ids: readonly string[],
  domainId: string | null,
  { stores, now, record }: Pick<CommandContext, 'stores' | 'now' | 'record'>,
): Promise<void> => {
  for (const id of ids) {
    await revokeTrustTokens(id, { stores, now })
    await stores.credentials.deleteOfDelegation('trust', id)
    record({ kind: 'trust.deleted', subject: { type: 'trust', id }, domainId, invalidates: [`trust:${id}`] })
  }
}
