import type { users as contract } from '@muster/contract/julep/users.ts'
import { eq } from '../../core/lists/list-query.ts'
import { createUser } from '../../core/users/create-user.ts'
import { deleteUser } from '../../core/users/delete-user.ts'
import { listUsers } from '../../core/users/list-users.ts'
import { ownDomain } from '../../core/users/own-domain.ts'
import { updateUser } from '../../core/users/update-user.ts'
import type { User } from '../../core/users/user.ts'
import { wordsOf } from './docs.ts'
import { showId } from './ids.ts'
import { readList } from './lists.ts'
import { created, deleted, time, updated } from './resources.ts'
import { theUser } from './the-user.ts'
import type { JulepHandlers } from './visit.ts'

/** Of a user that the client gave no name (julep.md section 3). */
const defaultName = 'User'

const show = (user: User) => ({
  id: showId(user.id),
  name: user.displayName ?? user.name,
  about: user.description ?? '',
  created_at: time(user.createdAt),
  updated_at: time(user.updatedAt),
  metadata: user.metadata,
})

export const users = {
  async listUsers({ query }, visit) {
    const { limit, skip, metadata, sort } = readList(query)
    const { rows } = await visit.run(listUsers, {
      where: [eq('domain_id', await visit.run(ownDomain, {}))],
      metadata,
      sort: [sort],
      skip,
      page: { limit },
    })
    return { status: 200, body: { items: rows.map(show) } }
  },

  async createUser({ body }, visit) {
    const user = await visit.run(createUser, {
      domainId: await visit.run(ownDomain, {}),
      displayName: body.name ?? defaultName,
      description: body.about,
      metadata: body.metadata ?? undefined,
      documents: (body.docs ?? []).map(wordsOf),
    })
    return { status: 201, body: created(user) }
  },

  async getUser({ params }, visit) {
    return { status: 200, body: show(await theUser(params.user_id, visit)) }
  },

  async patchUser({ params, body }, visit) {
    const { id } = await theUser(params.user_id, visit, 'identity:update_user')
    const user = await visit.run(updateUser, {
      id,
      displayName: body.name ?? undefined,
      description: body.about ?? undefined,
      assignMetadata: body.metadata ?? undefined,
    })
    return { status: 200, body: updated(user) }
  },

  async updateUser({ params, body }, visit) {
    const { id } = await theUser(params.user_id, visit, 'identity:update_user')
    const user = await visit.run(updateUser, {
      id,
      displayName: body.name,
      description: body.about,
      replaceMetadata: body.metadata ?? {},
    })
    return { status: 200, body: updated(user) }
  },

  async deleteUser({ params }, visit) {
    const { id } = await theUser(params.user_id, visit, 'identity:delete_user')
    return { status: 202, body: deleted(id, await visit.run(deleteUser, { id, sparingSelf: true })) }
  },
} satisfies JulepHandlers<typeof contract>
