import type { Deleted } from '../../accounts/deletion/delete-user.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { assertCanManageOtherSystemUser } from '../users/system-users.ts'
import { type DocumentOf, requireDocument } from './get-document.ts'

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
