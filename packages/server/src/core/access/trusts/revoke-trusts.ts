import type { CommandContext } from '../../kernel/operation.ts'
import { revokeTrustTokens } from '../../kernel/revocations/revoke-tokens.ts'

/**
 * Revokes the tokens of deleted trusts and deletes the credentials made with them. `ids` must include the trusts
 * redelegated from them.
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
