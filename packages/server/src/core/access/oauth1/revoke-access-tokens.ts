import type { CommandContext } from '../../kernel/operation.ts'
import { revokeAccessTokenTokens } from '../../kernel/revocations/revoke-tokens.ts'

/** Revokes the tokens made with deleted access tokens, and deletes the credentials made with those. */
export const revokeAccessTokens = async (
  ids: readonly string[],
  domainId: string | null,
  { stores, now, record }: Pick<CommandContext, 'stores' | 'now' | 'record'>,
): Promise<void> => {
  for (const id of ids) {
    await revokeAccessTokenTokens(id, { stores, now })
    await stores.credentials.deleteOfDelegation('access_token', id)
    record({
      kind: 'access_token.deleted',
      subject: { type: 'access_token', id },
      domainId,
      invalidates: [`access_token:${id}`],
    })
  }
}
