import type { deletedUsers as contract } from '@muster/contract/native/deleted-users.ts'
import { getDeletedUser, listDeletedUsers } from '../../core/users/deleted-users.ts'
import { purgeDeletedUser } from '../../core/users/purge-user.ts'
import { restoreUser } from '../../core/users/restore-user.ts'
import type { Tombstone } from '../../core/users/tombstone.ts'
import { etagOf } from './entity-tags.ts'
import { nextCursor, readPage, readText } from './lists.ts'
import { time } from './times.ts'
import { showUser } from './users.ts'
import type { NativeHandlers, NativeVisit } from './visit.ts'

const showDeleted = (user: Tombstone, { settings }: NativeVisit) => ({
  ...showUser(user),
  deleted_at: time(user.deletedAt),
  purge_after: time(user.deletedAt + settings.deletedUserRetention * 1000),
})

export const deletedUsers = {
  async listDeletedUsers({ query }, visit) {
    const asked = readPage('deleted users', query, visit)
    const found = await visit.run(listDeletedUsers, {
      domainId: readText(query, 'domain_id'),
      name: readText(query, 'username'),
      limit: asked.limit,
      from: asked.from,
    })
    const position = ({ id, deletedAt }: Tombstone) => ({ id, value: deletedAt })
    return {
      status: 200,
      body: {
        deleted_users: found.rows.map((user) => showDeleted(user, visit)),
        next_cursor: nextCursor(found, asked, position, visit),
      },
    }
  },

  async getDeletedUser({ params }, visit) {
    const user = await visit.run(getDeletedUser, { id: params.user_id })
    return { status: 200, body: showDeleted(user, visit) }
  },

  async restoreUser({ params, body }, visit) {
    const user = await visit.run(restoreUser, {
      id: params.user_id,
      name: body.username,
      email: body.email,
    })
    const location = `${visit.base}/api/v1/users/${encodeURIComponent(user.id)}`
    return { status: 200, headers: { location, etag: etagOf(user) }, body: showUser(user) }
  },

  async purgeDeletedUser({ params }, visit) {
    await visit.run(purgeDeletedUser, { id: params.user_id })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
