import type { Slice } from '../lists/list-query.ts'
import { query } from '../operation.ts'
import { theUser, userTarget } from '../users/get-user.ts'
import { metadataConditions } from '../users/metadata.ts'
import type { Document } from './document.ts'
import type { DocumentListQuery } from './document-store.ts'

/** Newest first unless it is said otherwise. */
export const listDocuments = query({
  searches: true,
  rule: 'muster:list_documents',
  load: ({ userId }: DocumentListQuery, at) => theUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: (input, _user, { stores }): Promise<Slice<Document>> =>
    stores.documents.list({ ...input, metadata: metadataConditions(input.metadata) }),
})
