import type { CommandContext } from '../../kernel/operation.ts'
import type { EndedCredential } from './application-credential-store.ts'

/**
 * What follows when application credentials have been deleted: what was made with them ends too, and API keys
 * are listed as deleted from now on. Their tokens need no mark, since each is worth what its credential says.
 */
export const revokeApplicationCredentials = async (
  ended: readonly EndedCredential[],
  domainId: string | null,
  { stores, now, record }: Pick<CommandContext, 'stores' | 'now' | 'record'>,
): Promise<void> => {
  await stores.apiKeys.softDelete(ended, now)
  for (const { id, userId } of ended) {
    await stores.credentials.deleteOfDelegation('application_credential', id)
    record({
      kind: 'application_credential.deleted',
      subject: { type: 'application_credential', id },
      domainId,
      invalidates: [`application_credential:${id}`],
      detail: { user_id: userId },
    })
  }
}
