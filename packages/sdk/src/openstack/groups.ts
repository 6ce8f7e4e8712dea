import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import type { Send } from './api.ts'
import { listAssociated, makeAssociation, placeOf } from './associations.ts'
import {
  type Collection,
  defineNoun,
  type IgnoreMissing,
  makeCollection,
  type PageQuery,
} from './collection.ts'
import { type Extra, plain, type Ref, reference } from './fields.ts'
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

export const groupNoun = defineNoun({
  name: 'group',
  fields: {
    name: plain,
    domainId: reference,
    description: plain,
  },
  required: ['name'],
  query: { name: plain, domainId: reference },
})

const groupUsers = { ...groupNoun.query, enabled: plain, passwordExpiresAt: plain } as const

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

export const makeGroups = (send: Send): Groups => {
  const memberships = makeAssociation<Membership>(
    send,
    (args) => placeOf('/groups/{group}/users/{user}', args),
    false,
  )
  return {
    ...makeCollection<Group, NewGroup, GroupChanges, GroupQuery>(send, groupNoun),
    addUser: memberships.add,
    removeUser: memberships.remove,
    hasUser: memberships.exists,
    listUsers: listAssociated<User, GroupUserQuery>(send, '/groups/{group}/users', userNoun, groupUsers),
  }
}
