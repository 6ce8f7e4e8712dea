import { query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { metadataConditions } from '../users/metadata.ts'
import type { Document } from './document.ts'
import type { DocumentListQuery } from './document-store.ts'

/** Newest first unless `sort` is set. */
export const listDocuments = query({
  searches: true,
  rule: 'muster:list_documents',
  load: ({ userId }: DocumentListQuery, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: (input, _user, { stores }): Promise<Slice<Document>> =>
    stores.documents.list({ ...input, metadata: metadataConditions(input.metadata) }),
})
