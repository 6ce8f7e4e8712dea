import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import type { Send } from './api.ts'
import { listAssociated } from './associations.ts'
import { type Collection, defineNoun, makeCollection, type PageQuery } from './collection.ts'
import { type Extra, plain, type Ref, readOnlyTime, reference } from './fields.ts'
import { type Project, projectNoun } from './projects.ts'
import {
  type FederatedIdentity,
  federatedIdentities,
  type UserOptions,
  userOptions,
} from './user-attributes.ts'

export type User = {
  readonly id: string
  /** Unique in the domain. */
  readonly name: string
  readonly domainId: string
  readonly enabled: boolean
  readonly email?: string | null
  readonly description?: string | null
  /** The project of a token without a scope. */
  readonly defaultProjectId?: string | null
  /** Null: the password does not expire. */
  readonly passwordExpiresAt?: Date | null
  readonly options?: UserOptions
  readonly federated?: readonly FederatedIdentity[]
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewUser = {
  readonly name: string
  /** By default the domain of a domain-scoped token, otherwise the default domain. */
  readonly domainId?: Ref | undefined
  /** Never part of a response. Null or absent: the user cannot sign in with a password. */
  readonly password?: string | null | undefined
  readonly enabled?: boolean | undefined
  readonly email?: string | null | undefined
  readonly description?: string | null | undefined
  readonly defaultProjectId?: Ref | null | undefined
  readonly options?: UserOptions | undefined
  readonly federated?: readonly FederatedIdentity[] | undefined
  readonly extra?: Extra | undefined
}

/** The domain of a user cannot change. */
export type UserChanges = Partial<Omit<NewUser, 'domainId'>>

export type UserQuery = {
  readonly name?: string | undefined
  readonly domainId?: Ref | undefined
  readonly enabled?: boolean | undefined
  /** A time with an operator: `lt:2026-01-02T03:04:05Z`; lt, lte, gt, gte, eq or neq. */
  readonly passwordExpiresAt?: string | undefined
  readonly idpId?: string | undefined
  readonly protocolId?: string | undefined
  readonly uniqueId?: string | undefined
}

export type UserProjectQuery = {
  readonly name?: string | undefined
  readonly domainId?: Ref | undefined
  readonly enabled?: boolean | undefined
}

export const userNoun = defineNoun({
  name: 'user',
  fields: {
    name: plain,
    domainId: reference,
    password: plain,
    enabled: plain,
    email: plain,
    description: plain,
    defaultProjectId: reference,
    passwordExpiresAt: readOnlyTime,
    options: userOptions,
    federated: federatedIdentities,
  },
  required: ['name'],
  query: {
    name: plain,
    domainId: reference,
    enabled: plain,
    passwordExpiresAt: plain,
    idpId: plain,
    protocolId: plain,
    uniqueId: plain,
  },
})

const userProjects = { name: plain, domainId: reference, enabled: plain } as const

export type Users = Collection<User, NewUser, UserChanges, UserQuery> & {
  /**
   * The projects on which a user has a role, through groups and inheritance too.
   * @example for await (const project of connection.identity.users.listProjects(user)) console.log(project.name)
   */
  readonly listProjects: (
    user: Ref,
    query?: UserProjectQuery & PageQuery,
    options?: CallOptions,
  ) => Paginated<Project>
}

export const makeUsers = (send: Send): Users => ({
  ...makeCollection<User, NewUser, UserChanges, UserQuery>(send, userNoun),
  listProjects: listAssociated<Project, UserProjectQuery>(
    send,
    '/users/{user}/projects',
    projectNoun,
    userProjects,
  ),
})
