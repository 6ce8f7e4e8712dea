import type { users as contract } from '@muster/contract/keystone/users.ts'
import { deleteUser } from '../../core/accounts/deletion/delete-user.ts'
import { changePassword } from '../../core/accounts/passwords/change-password.ts'
import { createUser } from '../../core/directory/users/create-user.ts'
import { getUser } from '../../core/directory/users/get-user.ts'
import { listUsers } from '../../core/directory/users/list-users.ts'
import { updateUser } from '../../core/directory/users/update-user.ts'
import type { User, UserOptions } from '../../core/directory/users/user.ts'
import type { UserFilterKey } from '../../core/directory/users/user-store.ts'
import { eq, type ListQuery } from '../../core/kernel/paging/list-query.ts'
import { BadRequest, type Handlers, type RequestContext } from '../../http/api.ts'
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

export const showUser = (user: User, context: RequestContext) => ({
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
  links: selfLink(context, 'users', user.id),
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

/** Rejects federated links, because there are no identity providers (keystone.md section 9). */
const noneFederated = (links: readonly unknown[] | undefined): void => {
  if (links !== undefined && links.length > 0)
    throw new BadRequest(
      "Invalid input for field 'federated': there is no such identity provider.",
      'federated',
    )
}

/** These filters match only federated users, and there are none. */
const withoutFederated = (query: RawQuery, listQuery: ListQuery<UserFilterKey>): ListQuery<UserFilterKey> =>
  ['idp_id', 'protocol_id', 'unique_id'].some((key) => query[key] !== undefined)
    ? { ...listQuery, where: [...listQuery.where, eq('id', null)] }
    : listQuery

export const users = {
  async listUsers({ query }, context) {
    const listQuery = withoutFederated(query, readList(query, userFilters))
    const found = await context.run(listUsers, listQuery)
    return {
      status: 200,
      body: collectionOf(context, 'users', found, listQuery.page.limit, (user) => showUser(user, context)),
    }
  },

  async createUser({ body: { user } }, context) {
    noneFederated(user.federated)
    const created = await context.run(createUser, {
      name: user.name,
      domainId: user.domain_id,
      status: flagOf(user.enabled) === false ? 'disabled' : 'active',
      // In Identity v3, every user may create application credentials.
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
    return { status: 201, body: { user: showUser(created, context) } }
  },

  async getUser({ params }, context) {
    return {
      status: 200,
      body: { user: showUser(await context.run(getUser, { id: params.user_id }), context) },
    }
  },

  async updateUser({ params, body: { user } }, context) {
    sameId(user.id, params.user_id)
    noneFederated(user.federated)
    const updated = await context.run(updateUser, {
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
    return { status: 200, body: { user: showUser(updated, context) } }
  },

  async deleteUser({ params }, context) {
    await context.run(deleteUser, { id: params.user_id })
    return { status: 204 }
  },

  async changePassword({ params, body: { user } }, context) {
    await context.run(changePassword, {
      id: params.user_id,
      original: user.original_password,
      password: user.password,
    })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
