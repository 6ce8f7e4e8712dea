import type { CallOptions } from '../transport/transport.ts'
import type { Send } from './api.ts'
import { type Assignment, assignmentPlace } from './assignment.ts'
import { makeAssociation } from './associations.ts'
import { type Collection, defineNoun, type IgnoreMissing, makeCollection } from './collection.ts'
import { type Extra, plain, type Ref, reference } from './fields.ts'
import type { ResourceOptions } from './projects.ts'

export type Role = {
  readonly id: string
  /** Unique among the global roles, or in its domain. */
  readonly name: string
  /** Null: a global role. */
  readonly domainId?: string | null
  readonly description?: string | null
  readonly options?: ResourceOptions
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewRole = {
  readonly name: string
  /** Makes the role usable in this domain only. */
  readonly domainId?: Ref | null | undefined
  readonly description?: string | null | undefined
  readonly options?: ResourceOptions | undefined
  readonly extra?: Extra | undefined
}

/** The domain of a role cannot change. */
export type RoleChanges = Partial<Omit<NewRole, 'domainId'>>

export type RoleQuery = {
  readonly name?: string | undefined
  /** The roles of this domain instead of the global ones. */
  readonly domainId?: Ref | undefined
}

export const roleNoun = defineNoun({
  name: 'role',
  fields: {
    name: plain,
    domainId: reference,
    description: plain,
    options: plain,
  },
  required: ['name'],
  query: { name: plain, domainId: reference },
})

export type Roles = Collection<Role, NewRole, RoleChanges, RoleQuery> & {
  /**
   * Assigns a role to a user or group on a domain, a project or the system; an existing assignment stays. Throws
   * `ResourceNotFound`.
   * @example await connection.identity.roles.assign({ role, user, project })
   * @example await connection.identity.roles.assign({ role, group, system: 'all' })
   */
  readonly assign: (assignment: Assignment, options?: CallOptions) => Promise<void>
  /**
   * Removes an assignment. Throws `ResourceNotFound` if it does not exist, unless `ignoreMissing` is true.
   * @example await connection.identity.roles.unassign({ role, user, domain })
   */
  readonly unassign: (assignment: Assignment & IgnoreMissing, options?: CallOptions) => Promise<void>
  /**
   * Whether this assignment itself exists. Roles through groups, inheritance and implication do not count:
   * `roleAssignments.list({ user, effective: true })` lists those.
   * @example await connection.identity.roles.isAssigned({ role, user, project })
   */
  readonly isAssigned: (assignment: Assignment, options?: CallOptions) => Promise<boolean>
}

export const makeRoles = (send: Send): Roles => {
  const assignments = makeAssociation(send, assignmentPlace, false)
  return {
    ...makeCollection<Role, NewRole, RoleChanges, RoleQuery>(send, roleNoun),
    assign: assignments.add,
    unassign: assignments.remove,
    isAssigned: assignments.exists,
  }
}
