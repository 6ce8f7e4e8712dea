import { domainError } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import type { Document } from './document.ts'
import { type DocumentWords, normalizeDocument } from './document-fields.ts'

/**
 * The one way in, in the transaction of whoever asks. `already` is how many the user has; counted in the same
 * transaction, so that many at once do not pass the limit together (T51). Rejects with `failed_precondition` beyond it.
 */
export const insertDocuments = async (
  user: { readonly id: string; readonly domainId: string },
  given: readonly DocumentWords[],
  already: number,
  { stores, ports, now, record }: Pick<CommandContext, 'stores' | 'ports' | 'now' | 'record'>,
): Promise<readonly Document[]> => {
  if (given.length === 0) return []
  const most = ports.settings.documentUserLimit
  if (already + given.length > most)
    throw domainError('failed_precondition', 'documents_too_many', `A user has at most ${most} documents.`)
  const documents = given.map((words) => ({
    ...normalizeDocument(words, { ports }),
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
