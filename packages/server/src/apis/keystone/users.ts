import type { users as contract } from '@muster/contract/keystone/users.ts'
import { deleteUser } from '../../core/accounts/deletion/delete-user.ts'
import { changePassword } from '../../core/accounts/passwords/change-password.ts'
import type { FederatedKey } from '../../core/directory/federated-users/federated-link.ts'
import { getLinkedUser, listLinkedUsers } from '../../core/directory/federated-users/linked-users.ts'
import { createUser } from '../../core/directory/users/create-user.ts'
import { listUsers } from '../../core/directory/users/list-users.ts'
import { updateUser } from '../../core/directory/users/update-user.ts'
import type { User, UserOptions } from '../../core/directory/users/user.ts'
import type { UserFilterKey } from '../../core/directory/users/user-store.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
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

type Federated = readonly {
  readonly idp_id: string
  readonly protocols: readonly { readonly protocol_id: string; readonly unique_id: string }[]
}[]

const federatedKeys = (federated: Federated | undefined): readonly FederatedKey[] | undefined =>
  federated?.flatMap(({ idp_id, protocols }) =>
    protocols.map(({ protocol_id, unique_id }) => ({
      identityProviderId: idp_id,
      protocolId: protocol_id,
      uniqueId: unique_id,
    })),
  )

/** The links by provider; absent without one (keystone.md section 9). */
const showFederated = (links: readonly FederatedKey[]) => {
  const providers = [...new Set(links.map(({ identityProviderId }) => identityProviderId))]
  if (providers.length === 0) return {}
  return {
    federated: providers.map((idp_id) => ({
      idp_id,
      protocols: links
        .filter(({ identityProviderId }) => identityProviderId === idp_id)
        .map(({ protocolId, uniqueId }) => ({ protocol_id: protocolId, unique_id: uniqueId })),
    })),
  }
}

const single = (value: RawQuery[string]): string | undefined =>
  typeof value === 'string' ? value : value?.[0]

/** The filters that match federated users only. */
const linkedTo = (query: RawQuery): Partial<FederatedKey> | undefined => {
  const filter = {
    identityProviderId: single(query['idp_id']),
    protocolId: single(query['protocol_id']),
    uniqueId: single(query['unique_id']),
  }
  const given = Object.entries(filter).filter(([, value]) => value !== undefined)
  return given.length === 0 ? undefined : Object.fromEntries(given)
}

export const users = {
  async listUsers({ query }, context) {
    const listQuery = readList(query, userFilters)
    const linked = linkedTo(query)
    const found = await (linked
      ? context.run(listLinkedUsers, { ...listQuery, linkedTo: linked })
      : context.run(listUsers, listQuery))
    return {
      status: 200,
      body: collectionOf(context, 'users', found, listQuery.page.limit, (user) => showUser(user, context)),
    }
  },

  async createUser({ body: { user } }, context) {
    const federated = federatedKeys(user.federated)
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
      federated,
    })
    return {
      status: 201,
      body: { user: { ...showUser(created, context), ...showFederated(federated ?? []) } },
    }
  },

  async getUser({ params }, context) {
    const { user, links } = await context.run(getLinkedUser, { id: params.user_id })
    return { status: 200, body: { user: { ...showUser(user, context), ...showFederated(links) } } }
  },

  async updateUser({ params, body: { user } }, context) {
    sameId(user.id, params.user_id)
    const federated = federatedKeys(user.federated)
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
      federated,
    })
    return {
      status: 200,
      body: { user: { ...showUser(updated, context), ...showFederated(federated ?? []) } },
    }
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
