import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import type { User } from '../users/user.ts'
import type { Document } from './document.ts'

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
