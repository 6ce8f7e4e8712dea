import type { users as contract } from '@muster/contract/julep/users.ts'
import { deleteUser } from '../../core/accounts/deletion/delete-user.ts'
import { createUser } from '../../core/directory/users/create-user.ts'
import { getUser } from '../../core/directory/users/get-user.ts'
import { listUsers } from '../../core/directory/users/list-users.ts'
import { getCallerDomain } from '../../core/directory/users/own-domain.ts'
import { updateUser } from '../../core/directory/users/update-user.ts'
import type { User } from '../../core/directory/users/user.ts'
import { eq } from '../../core/kernel/paging/list-query.ts'
import type { Handlers } from '../../http/api.ts'
import { wordsOf } from './docs.ts'
import { showId } from './ids.ts'
import { readList } from './lists.ts'
import { requireUser } from './require-user.ts'
import { created, deleted, time, updated } from './resources.ts'

/** The name of a user that is created without one (julep.md section 3). */
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
  async listUsers({ query }, context) {
    const { limit, skip, metadata, sort } = readList(query)
    const { rows } = await context.run(listUsers, {
      where: [eq('domain_id', await context.run(getCallerDomain, {}))],
      metadata,
      sort: [sort],
      skip,
      page: { limit },
    })
    return { status: 200, body: { items: rows.map(show) } }
  },

  async createUser({ body }, context) {
    const user = await context.run(createUser, {
      domainId: await context.run(getCallerDomain, {}),
      displayName: body.name ?? defaultName,
      description: body.about,
      metadata: body.metadata ?? undefined,
      documents: (body.docs ?? []).map(wordsOf),
    })
    return { status: 201, body: created(user) }
  },

  async getUser({ params }, context) {
    return { status: 200, body: show(await requireUser(params.user_id, context, getUser)) }
  },

  async patchUser({ params, body }, context) {
    const { id } = await requireUser(params.user_id, context, updateUser)
    const user = await context.run(updateUser, {
      id,
      displayName: body.name ?? undefined,
      description: body.about ?? undefined,
      assignMetadata: body.metadata ?? undefined,
    })
    return { status: 200, body: updated(user) }
  },

  async updateUser({ params, body }, context) {
    const { id } = await requireUser(params.user_id, context, updateUser)
    const user = await context.run(updateUser, {
      id,
      displayName: body.name,
      description: body.about,
      replaceMetadata: body.metadata ?? {},
    })
    return { status: 200, body: updated(user) }
  },

  async deleteUser({ params }, context) {
    const { id } = await requireUser(params.user_id, context, deleteUser)
    return { status: 202, body: deleted(id, await context.run(deleteUser, { id, sparingSelf: true })) }
  },
} satisfies Handlers<typeof contract>
