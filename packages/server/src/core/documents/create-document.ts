import { command } from '../operation.ts'
import { refuse } from '../refusal.ts'
import { theUser, userTarget } from '../users/get-user.ts'
import { spareOtherSystemUser } from '../users/system-users.ts'
import type { Document } from './document.ts'
import type { DocumentWords } from './document-words.ts'
import { keepDocuments } from './keep-documents.ts'

export type CreateDocument = DocumentWords & { readonly userId: string }

/** Refuses `invalid` for what is too large or cannot be kept, `barred` beyond the user's limit. */
export const createDocument = command({
  rule: 'muster:create_document',
  load: ({ userId }: CreateDocument, at) => theUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ userId, ...words }, at): Promise<Document> => {
    const user = await theUser(userId, at)
    spareOtherSystemUser(user, at)
    const [document] = await keepDocuments(user, [words], await at.stores.documents.countOfUser(userId), at)
    if (!document) throw refuse('invalid', 'document_missing', 'There is no document to keep.')
    return document
  },
})
