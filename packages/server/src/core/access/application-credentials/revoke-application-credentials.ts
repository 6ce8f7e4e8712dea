import type { CommandContext } from '../../kernel/operation.ts'
import type { EndedCredential } from './application-credential-store.ts'

/**
 * Deletes the credentials made with deleted application credentials and marks API keys as deleted. Their tokens need no
 * revocation event: every validation reads the application credential.
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
