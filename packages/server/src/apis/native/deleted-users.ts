import type { deletedUsers as contract } from '@muster/contract/native/deleted-users.ts'
import { getDeletedUser, listDeletedUsers } from '../../core/accounts/deletion/deleted-users.ts'
import { purgeDeletedUser } from '../../core/accounts/deletion/purge-user.ts'
import { restoreUser } from '../../core/accounts/deletion/restore-user.ts'
import type { DeletedUser } from '../../core/directory/users/deleted-user.ts'
import { etagOf } from './entity-tags.ts'
import { nextCursor, readPage, readText } from './lists.ts'
import type { NativeContext, NativeHandlers } from './request-context.ts'
import { time } from './times.ts'
import { showUser } from './users.ts'

const showDeleted = (user: DeletedUser, { settings }: NativeContext) => ({
  ...showUser(user),
  deleted_at: time(user.deletedAt),
  purge_after: time(user.deletedAt + settings.deletedUserRetention * 1000),
})

export const deletedUsers = {
  async listDeletedUsers({ query }, context) {
    const page = readPage('deleted users', query, context)
    const found = await context.run(listDeletedUsers, {
      domainId: readText(query, 'domain_id'),
      name: readText(query, 'username'),
      limit: page.limit,
      from: page.from,
    })
    const position = ({ id, deletedAt }: DeletedUser) => ({ id, value: deletedAt })
    return {
      status: 200,
      body: {
        deleted_users: found.rows.map((user) => showDeleted(user, context)),
        next_cursor: nextCursor(found, page, position, context),
      },
    }
  },

  async getDeletedUser({ params }, context) {
    const user = await context.run(getDeletedUser, { id: params.user_id })
    return { status: 200, body: showDeleted(user, context) }
  },

  async restoreUser({ params, body }, context) {
    const user = await context.run(restoreUser, {
      id: params.user_id,
      name: body.username,
      email: body.email,
    })
    const location = `${context.base}/api/v1/users/${encodeURIComponent(user.id)}`
    return { status: 200, headers: { location, etag: etagOf(user) }, body: showUser(user) }
  },

  async purgeDeletedUser({ params }, context) {
    await context.run(purgeDeletedUser, { id: params.user_id })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
