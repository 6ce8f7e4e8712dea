import { domainError } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import type { Document } from './document.ts'
import { type DocumentFields, normalizeDocument } from './document-fields.ts'

/**
 * Inserts documents in the caller's transaction. `already` is the user's number of documents, counted in the same
 * transaction, so that concurrent requests cannot exceed the limit (T51). Rejects with `failed_precondition` beyond the
 * limit.
 */
export const insertDocuments = async (
  user: { readonly id: string; readonly domainId: string },
  inputs: readonly DocumentFields[],
  already: number,
  { stores, ports, now, record }: Pick<CommandContext, 'stores' | 'ports' | 'now' | 'record'>,
): Promise<readonly Document[]> => {
  if (inputs.length === 0) return []
  const most = ports.settings.documentUserLimit
  if (already + inputs.length > most)
    throw domainError(
      'failed_precondition',
      'documents_too_many',
      `The limit of ${most} documents per user is reached.`,
    )
  const documents = inputs.map((fields) => ({
    ...normalizeDocument(fields, { ports }),
    id: ports.newId(),
    userId: user.id,
    createdAt: now,
    updatedAt: now,
  }))
  await stores.documents.insert(documents)
  for (const { id } of documents)
    record({
      kind: 'document.created',
      subject: { type: 'document', id },
      domainId: user.domainId,
      detail: { user_id: user.id },
    })
  return documents.map((document) => ({ ...document, version: 1 }))
}
