import type { Deleted } from '../../accounts/deletion/delete-user.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { metadataConditions } from '../users/metadata.ts'
import { assertCanManageOtherSystemUser } from '../users/system-users.ts'
import type { User } from '../users/user.ts'
import type { Document } from './document.ts'
import type { DocumentListQuery } from './document-store.ts'

export type DocumentOf = { readonly userId: string; readonly id: string }

/** Fetches a document of the user or rejects with `not_found`, also for a document of another user. */
export const requireDocument = async (
  { userId, id }: DocumentOf,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Document> => {
  const document = await stores.documents.get(id)
  if (document?.userId !== userId) throw notFound('document', id)
  return document
}

export const getDocument = query({
  rule: 'muster:get_document',
  load: ({ userId }: DocumentOf, at): Promise<User> => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: (input, _user, at): Promise<Document> => requireDocument(input, at),
})

/** Newest first unless `sort` is set. */
export const listDocuments = query({
  searches: true,
  rule: 'muster:list_documents',
  load: ({ userId }: DocumentListQuery, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: (input, _user, { stores }): Promise<Slice<Document>> =>
    stores.documents.list({ ...input, metadata: metadataConditions(input.metadata) }),
})

export const deleteDocument = command({
  rule: 'muster:delete_document',
  isolation: 'read committed',
  load: ({ userId }: DocumentOf, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async (input, { found: user, ...at }): Promise<Deleted> => {
    const { stores, now, record } = at
    assertCanManageOtherSystemUser(user, at)
    await requireDocument(input, { stores })
    if (!(await stores.documents.delete(input.id))) throw notFound('document', input.id)
    record({
      kind: 'document.deleted',
      subject: { type: 'document', id: input.id },
      domainId: user.domainId,
      detail: { user_id: user.id },
    })
    return { deletedAt: now }
  },
})
