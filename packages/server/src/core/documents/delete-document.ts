import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Deleted } from '../users/delete-user.ts'
import { theUser, userTarget } from '../users/get-user.ts'
import { spareOtherSystemUser } from '../users/system-users.ts'
import { type DocumentOf, theDocument } from './get-document.ts'

export const deleteDocument = command({
  rule: 'muster:delete_document',
  isolation: 'read committed',
  load: ({ userId }: DocumentOf, at) => theUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async (input, { found: user, ...at }): Promise<Deleted> => {
    const { stores, now, record } = at
    spareOtherSystemUser(user, at)
    await theDocument(input, { stores })
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
