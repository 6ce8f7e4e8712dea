import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { assertCanManageOtherSystemUser } from '../users/system-users.ts'
import type { Document } from './document.ts'
import type { DocumentFields } from './document-fields.ts'
import { insertDocuments } from './insert-documents.ts'

export type CreateDocument = DocumentFields & { readonly userId: string }

/** Rejects with `invalid` for too large or unstorable input, `failed_precondition` beyond the user's limit. */
export const createDocument = command({
  rule: 'muster:create_document',
  load: ({ userId }: CreateDocument, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ userId, ...fields }, at): Promise<Document> => {
    const user = await requireUser(userId, at)
    assertCanManageOtherSystemUser(user, at)
    const [document] = await insertDocuments(
      user,
      [fields],
      await at.stores.documents.countOfUser(userId),
      at,
    )
    if (!document)
      throw domainError('invalid', 'document_missing', 'content is required.', { field: 'content' })
    return document
  },
})
