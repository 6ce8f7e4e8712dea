import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { changedMetadata, type Metadata } from '../users/metadata.ts'
import { assertCanManageOtherSystemUser } from '../users/system-users.ts'
import type { Document } from './document.ts'
import { checkSize, normalizeContent, normalizeTitle } from './document-fields.ts'
import { type DocumentOf, requireDocument } from './documents.ts'

export type UpdateDocument = DocumentOf & {
  readonly title?: string | undefined
  readonly content?: readonly string[] | undefined
  /** A merge patch (RFC 7396). */
  readonly metadata?: Metadata | undefined
  /** Replaces the whole metadata. */
  readonly replaceMetadata?: Metadata | undefined
  /** Rejects with `conflict` (`version_changed`) unless the document's version is one of these. */
  readonly ifVersion?: readonly number[] | undefined
}

export const updateDocument = command({
  rule: 'muster:update_document',
  load: ({ userId }: UpdateDocument, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async (input, { found: user, ...at }): Promise<Document> => {
    const { stores, ports, now, record } = at
    assertCanManageOtherSystemUser(user, at)
    const before = await requireDocument(input, { stores })
    if (input.ifVersion && !input.ifVersion.includes(before.version))
      throw domainError(
        'conflict',
        'version_changed',
        'Another request has changed this document. Read it again and repeat the change.',
      )
    const after = {
      title: input.title === undefined ? before.title : normalizeTitle(input.title),
      content: input.content === undefined ? before.content : normalizeContent(input.content),
      metadata: changedMetadata(before.metadata, input) ?? before.metadata,
    }
    checkSize(after, { ports })
    const updated = await stores.documents.update(input.id, { ...after, updatedAt: now })
    if (!updated) throw notFound('document', input.id)
    record({
      kind: 'document.updated',
      subject: { type: 'document', id: input.id },
      domainId: user.domainId,
      detail: { user_id: user.id },
    })
    return updated
  },
})
