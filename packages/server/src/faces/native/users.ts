import { type users as contract, userKinds, userSorts, userStatuses } from '@muster/contract/native/users.ts'
import { eq } from '../../core/lists/list-query.ts'
import { createUser } from '../../core/users/create-user.ts'
import { deleteUser } from '../../core/users/delete-user.ts'
import { getUser } from '../../core/users/get-user.ts'
import { listUsers } from '../../core/users/list-users.ts'
import { updateUser } from '../../core/users/update-user.ts'
import type { User } from '../../core/users/user.ts'
import type { UserFilterKey, UserListQuery } from '../../core/users/user-store.ts'
import { etagOf, readIfMatch } from './entity-tags.ts'
import { nextCursor, type RawQuery, readChoice, readPage, readText } from './lists.ts'
import { time, timeOrNull } from './times.ts'
import type { NativeHandlers } from './visit.ts'

export const showUser = (user: User) => ({
  id: user.id,
  number: user.number,
  domain_id: user.domainId,
  username: user.name,
  kind: user.kind,
  status: user.status,
  display_name: user.displayName,
  given_name: user.givenName,
  family_name: user.familyName,
  phone_number: user.phoneNumber,
  picture_url: user.pictureUrl,
  email: user.email,
  email_claimed: user.claimedEmail !== null,
  description: user.description,
  developer: user.developer,
  default_project_id: user.defaultProjectId,
  created_at: time(user.createdAt),
  updated_at: time(user.updatedAt),
  last_active_at: timeOrNull(user.lastActiveAt),
  invited_until: timeOrNull(user.invitedUntil),
})

const sorts: Readonly<Record<(typeof userSorts)[number], NonNullable<UserListQuery['sort']>>> = {
  username: { key: 'name', descending: false },
  '-username': { key: 'name', descending: true },
  created_at: { key: 'created_at', descending: false },
  '-created_at': { key: 'created_at', descending: true },
}

const readFilters = (query: RawQuery): UserListQuery['where'] => {
  const given: readonly (readonly [UserFilterKey, string | undefined])[] = [
    ['domain_id', readText(query, 'domain_id')],
    ['name', readText(query, 'username')],
    ['email', readText(query, 'email')],
    ['status', readChoice(query, 'status', userStatuses)],
    ['kind', readChoice(query, 'kind', userKinds)],
  ]
  return given.flatMap(([key, value]) => (value === undefined ? [] : [eq(key, value)]))
}

export const users = {
  async listUsers({ query }, visit) {
    const where = readFilters(query)
    const by = readChoice(query, 'sort', userSorts)
    const sort = by && sorts[by]
    const asked = readPage('users', query, visit)
    const found = await visit.run(listUsers, { where, sort, page: { limit: asked.limit }, from: asked.from })
    const position = ({ id, name, createdAt }: User) =>
      sort ? { id, value: sort.key === 'name' ? name : createdAt } : { id }
    return {
      status: 200,
      body: { users: found.rows.map(showUser), next_cursor: nextCursor(found, asked, position, visit) },
    }
  },

  async createUser({ body }, visit) {
    const user = await visit.run(createUser, {
      name: body.username,
      domainId: body.domain_id,
      kind: body.kind,
      status: body.status,
      password: body.password,
      displayName: body.display_name,
      givenName: body.given_name,
      familyName: body.family_name,
      phoneNumber: body.phone_number,
      pictureUrl: body.picture_url,
      email: body.email,
      claimEmail: true,
      description: body.description,
      defaultProjectId: body.default_project_id,
      developer: body.developer,
    })
    const location = `${visit.base}/api/v1/users/${encodeURIComponent(user.id)}`
    return { status: 201, headers: { location, etag: etagOf(user) }, body: showUser(user) }
  },

  async getUser({ params }, visit) {
    const user = await visit.run(getUser, { id: params.user_id })
    return { status: 200, headers: { etag: etagOf(user) }, body: showUser(user) }
  },

  async updateUser({ params, body }, visit) {
    const user = await visit.run(updateUser, {
      id: params.user_id,
      ifVersion: readIfMatch(visit.header('if-match')),
      name: body.username,
      kind: body.kind,
      status: body.status,
      password: body.password,
      displayName: body.display_name,
      givenName: body.given_name,
      familyName: body.family_name,
      phoneNumber: body.phone_number,
      pictureUrl: body.picture_url,
      email: body.email,
      claimEmail: true,
      description: body.description,
      defaultProjectId: body.default_project_id,
      developer: body.developer,
    })
    return { status: 200, headers: { etag: etagOf(user) }, body: showUser(user) }
  },

  async deleteUser({ params }, visit) {
    await visit.run(deleteUser, { id: params.user_id })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
