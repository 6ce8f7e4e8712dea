import type { users as contract } from '@muster/contract/keystone/users.ts'
import { eq, type ListQuery } from '../../core/lists/list-query.ts'
import { changePassword } from '../../core/users/change-password.ts'
import { createUser } from '../../core/users/create-user.ts'
import { deleteUser } from '../../core/users/delete-user.ts'
import { getUser } from '../../core/users/get-user.ts'
import { listUsers } from '../../core/users/list-users.ts'
import { updateUser } from '../../core/users/update-user.ts'
import type { User, UserOptions } from '../../core/users/user.ts'
import type { UserFilterKey } from '../../core/users/user-store.ts'
import { type Handlers, Unreadable, type Visit } from '../../http/face.ts'
import { extrasOf, flagOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, type RawQuery, readList } from './lists.ts'
import { plainTime } from './times.ts'

export const userFilters: FilterKeys<UserFilterKey> = {
  domain_id: { key: 'domain_id', kind: 'text' },
  enabled: { key: 'enabled', kind: 'flag' },
  name: { key: 'name', kind: 'text' },
  password_expires_at: { key: 'password_expires_at', kind: 'time' },
}

export const showUser = (user: User, visit: Visit) => ({
  ...user.extra,
  id: user.id,
  name: user.name,
  domain_id: user.domainId,
  enabled: user.status === 'active',
  password_expires_at: plainTime(user.passwordExpiresAt),
  options: user.options,
  ...(user.defaultProjectId === null ? {} : { default_project_id: user.defaultProjectId }),
  ...(user.description === null ? {} : { description: user.description }),
  ...(user.email === null ? {} : { email: user.email }),
  links: selfLink(visit, 'users', user.id),
})

const known = new Set([
  'name',
  'domain_id',
  'enabled',
  'password',
  'password_expires_at',
  'default_project_id',
  'description',
  'email',
  'options',
  'federated',
])

const withoutNulls = (options: object | undefined): UserOptions | undefined =>
  options && Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null))

/** No identity provider is known, so a link to one names what does not exist (keystone.md section 9). */
const noneFederated = (links: readonly unknown[] | undefined): void => {
  if (links !== undefined && links.length > 0)
    throw new Unreadable(
      "Invalid input for field 'federated': there is no such identity provider.",
      'federated',
    )
}

/** These keys ask for federated users alone, of whom there are none. */
const withoutFederated = (query: RawQuery, asked: ListQuery<UserFilterKey>): ListQuery<UserFilterKey> =>
  ['idp_id', 'protocol_id', 'unique_id'].some((key) => query[key] !== undefined)
    ? { ...asked, where: [...asked.where, eq('id', null)] }
    : asked

export const users = {
  async listUsers({ query }, visit) {
    const asked = withoutFederated(query, readList(query, userFilters))
    const found = await visit.run(listUsers, asked)
    return {
      status: 200,
      body: collectionOf(visit, 'users', found, asked.page.limit, (user) => showUser(user, visit)),
    }
  },

  async createUser({ body: { user } }, visit) {
    noneFederated(user.federated)
    const created = await visit.run(createUser, {
      name: user.name,
      domainId: user.domain_id,
      status: flagOf(user.enabled) === false ? 'disabled' : 'active',
      // Identity v3 knows no user who may not make application credentials.
      developer: true,
      password: user.password,
      passwordFromIdentityV3: true,
      email: user.email,
      claimEmail: 'if_free',
      description: user.description,
      defaultProjectId: user.default_project_id,
      options: withoutNulls(user.options),
      extra: extrasOf(user, known),
    })
    return { status: 201, body: { user: showUser(created, visit) } }
  },

  async getUser({ params }, visit) {
    return { status: 200, body: { user: showUser(await visit.run(getUser, { id: params.user_id }), visit) } }
  },

  async updateUser({ params, body: { user } }, visit) {
    sameId(user.id, params.user_id)
    noneFederated(user.federated)
    const updated = await visit.run(updateUser, {
      id: params.user_id,
      name: user.name,
      domainId: user.domain_id,
      enabled: flagOf(user.enabled),
      password: user.password,
      passwordFromIdentityV3: true,
      email: user.email,
      claimEmail: 'if_free',
      description: user.description,
      defaultProjectId: user.default_project_id,
      options: user.options,
      extra: extrasOf(user, known),
    })
    return { status: 200, body: { user: showUser(updated, visit) } }
  },

  async deleteUser({ params }, visit) {
    await visit.run(deleteUser, { id: params.user_id })
    return { status: 204 }
  },

  async changePassword({ params, body: { user } }, visit) {
    await visit.run(changePassword, {
      id: params.user_id,
      original: user.original_password,
      password: user.password,
    })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
