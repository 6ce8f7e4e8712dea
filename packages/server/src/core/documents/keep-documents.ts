import type { Applying } from '../operation.ts'
import { refuse } from '../refusal.ts'
import type { Document } from './document.ts'
import { cleanDocument, type DocumentWords } from './document-words.ts'

/**
 * The one way in, in the transaction of whoever asks. `already` is how many the user has; counted in the same
 * transaction, so that many at once do not pass the limit together (T51). Refuses `barred` beyond it.
 */
export const keepDocuments = async (
  user: { readonly id: string; readonly domainId: string },
  given: readonly DocumentWords[],
  already: number,
  { stores, ports, now, record }: Pick<Applying, 'stores' | 'ports' | 'now' | 'record'>,
): Promise<readonly Document[]> => {
  if (given.length === 0) return []
  const most = ports.settings.documentUserLimit
  if (already + given.length > most)
    throw refuse('barred', 'documents_too_many', `A user has at most ${most} documents.`)
  const documents = given.map((words) => ({
    ...cleanDocument(words, { ports }),
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
