import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import { listPages, type Send } from './api.ts'
import { check } from './check-association.ts'
import {
  type Collection,
  type IgnoreMissing,
  makeCollection,
  type Noun,
  type PageQuery,
  queryOf,
  readObject,
  remove,
} from './collection.ts'
import { type Extra, idOf, type Ref, readOnly, reference } from './fields.ts'
import { type User, userNoun } from './users.ts'

export type Group = {
  readonly id: string
  /** Unique in the domain. */
  readonly name: string
  readonly domainId: string
  readonly description?: string | null
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewGroup = {
  readonly name: string
  /** By default the domain of a domain-scoped token, otherwise the default domain. */
  readonly domainId?: Ref | undefined
  readonly description?: string | null | undefined
  readonly extra?: Extra | undefined
}

/** The domain of a group cannot change. */
export type GroupChanges = Partial<Omit<NewGroup, 'domainId'>>

export type GroupQuery = {
  readonly name?: string | undefined
  readonly domainId?: Ref | undefined
}

export type GroupUserQuery = GroupQuery & {
  readonly enabled?: boolean | undefined
  /** A time with an operator, as in `users.list`. */
  readonly passwordExpiresAt?: string | undefined
}

export type Membership = { readonly user: Ref; readonly group: Ref }

export const groupNoun = {
  name: 'group',
  path: '/groups',
  rows: 'groups',
  fields: {
    id: readOnly('id'),
    name: 'name',
    domainId: reference('domain_id'),
    description: 'description',
    links: readOnly('links'),
  },
  required: ['name'],
  query: { name: 'name', domainId: reference('domain_id') },
} as const satisfies Noun

const groupUsers = {
  query: { ...groupNoun.query, enabled: 'enabled', passwordExpiresAt: 'password_expires_at' },
} as const

export type Groups = Collection<Group, NewGroup, GroupChanges, GroupQuery> & {
  /** Adds a user to a group; a member stays one. Throws `ResourceNotFound`. @example await groups.addUser({ user, group }) */
  readonly addUser: (membership: Membership, options?: CallOptions) => Promise<void>
  /**
   * Removes a user from a group; tokens of the user end. Throws `ResourceNotFound` if the user is no member, unless
   * `ignoreMissing` is true.
   * @example await connection.identity.groups.removeUser({ user, group, ignoreMissing: true })
   */
  readonly removeUser: (membership: Membership & IgnoreMissing, options?: CallOptions) => Promise<void>
  /**
   * Whether a user is in a group; false for an unknown user or group too.
   * @example if (await connection.identity.groups.hasUser({ user, group })) console.log('member')
   */
  readonly hasUser: (membership: Membership, options?: CallOptions) => Promise<boolean>
  /** The users of a group. @example const users = await groups.listUsers(group).toArray({ limit: 100 }) */
  readonly listUsers: (
    group: Ref,
    query?: GroupUserQuery & PageQuery,
    options?: CallOptions,
  ) => Paginated<User>
}

const membershipPath = '/groups/{group}/users/{user}'

const paramsOf = (membership: Membership | undefined) => ({
  group: idOf(membership?.group, 'group'),
  user: idOf(membership?.user, 'user'),
})

export const makeGroups = (send: Send): Groups => ({
  ...makeCollection<Group, NewGroup, GroupChanges, GroupQuery>(send, groupNoun),
  async addUser(membership, options) {
    await send({ method: 'PUT', path: membershipPath, params: paramsOf(membership), ...options })
  },
  async removeUser(membership, options) {
    const { ignoreMissing = false } = membership ?? {}
    await remove(send, membershipPath, paramsOf(membership), { ignoreMissing }, options)
  },
  hasUser: async (membership, options) => check(send, membershipPath, paramsOf(membership), options),
  listUsers: (group, query, options) =>
    listPages(
      send,
      {
        method: 'GET',
        path: '/groups/{group}/users',
        params: { group: idOf(group, 'group') },
        query: queryOf(groupUsers, query),
        ...options,
      },
      'users',
      (wire) => readObject<User>(userNoun, wire),
    ),
})
