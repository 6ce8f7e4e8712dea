import type { Applying } from '../operation.ts'

/**
 * What follows when application credentials have been deleted: what was made with them ends too. Their tokens
 * need no mark, since each is worth what its credential says.
 */
export const endApplicationCredentials = async (
  ids: readonly string[],
  domainId: string | null,
  { stores, record }: Pick<Applying, 'stores' | 'record'>,
): Promise<void> => {
  for (const id of ids) {
    await stores.credentials.deleteOfDelegation('application_credential', id)
    record({
      kind: 'application_credential.deleted',
      subject: { type: 'application_credential', id },
      domainId,
      touches: [`application_credential:${id}`],
    })
  }
}
