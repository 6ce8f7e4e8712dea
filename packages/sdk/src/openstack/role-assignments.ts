import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import { listPages, type Send } from './api.ts'
import { type Actor, rolesPlace, type Target } from './assignment.ts'
import { type PageQuery, queryOf, readObject } from './collection.ts'
import { asObject, type Ref, reference } from './fields.ts'
import { type Role, roleNoun } from './roles.ts'
import { readNamed, readPresent } from './token.ts'

/** An object in an assignment; `name` and `domain` are present with `includeNames`. */
export type Named = {
  readonly id: string
  readonly name?: string
  readonly domain?: { readonly id: string; readonly name?: string }
}

export type RoleAssignment = {
  readonly role: Named
  /** Either `user` or `group`. */
  readonly user?: Named
  readonly group?: Named
  /** One of the three. */
  readonly project?: Named
  readonly domain?: Named
  readonly system?: 'all'
  /** The assignment applies to the projects below. */
  readonly inherited: boolean
  readonly links: Readonly<Record<string, string>>
}

export type RoleAssignmentQuery = {
  readonly user?: Ref | undefined
  readonly group?: Ref | undefined
  readonly role?: Ref | undefined
  readonly project?: Ref | undefined
  readonly domain?: Ref | undefined
  readonly system?: 'all' | undefined
  /** True: only inherited assignments; false: only direct ones. */
  readonly inherited?: boolean | undefined
  /** Roles through groups, inheritance and implication, as tokens contain them. */
  readonly effective?: boolean | undefined
  readonly includeNames?: boolean | undefined
  /** With `project`: also the projects below it. */
  readonly includeSubtree?: boolean | undefined
}

/** A flag of Keystone is set by its presence, whatever its value. */
const flag = { write: (value: unknown) => (value ? 'true' : undefined) } as const

export const roleAssignmentFilters = {
  query: {
    user: { ...reference, wire: 'user.id' },
    group: { ...reference, wire: 'group.id' },
    role: { ...reference, wire: 'role.id' },
    project: { ...reference, wire: 'scope.project.id' },
    domain: { ...reference, wire: 'scope.domain.id' },
    system: { wire: 'scope.system' },
    inherited: {
      wire: 'scope.OS-INHERIT:inherited_to',
      write: (value: unknown) => (value ? 'projects' : 'none'),
    },
    effective: flag,
    includeNames: flag,
    includeSubtree: flag,
  },
} as const

const fromWire = (wire: unknown): RoleAssignment => {
  const { role, user, group, scope, links } = asObject(wire, 'role_assignment')
  const { project, domain, system, 'OS-INHERIT:inherited_to': inheritedTo } = asObject(scope, 'scope')
  return {
    role: readNamed(role, 'role'),
    ...readPresent({ user, group, project, domain }),
    ...(system !== undefined && { system: 'all' }),
    inherited: inheritedTo === 'projects',
    links: (links ?? {}) as RoleAssignment['links'],
  }
}

export type RoleAssignments = {
  /**
   * All role assignments that match.
   * @example for await (const { role, project } of roleAssignments.list({ user, includeNames: true })) {}
   */
  readonly list: (query?: RoleAssignmentQuery & PageQuery, options?: CallOptions) => Paginated<RoleAssignment>
  /**
   * The roles that are assigned to one user or group on one target, without inherited ones.
   * @example const roles = await roleAssignments.filter({ user, project }).toArray({ limit: 100 })
   */
  readonly filter: (query: Actor & Target, options?: CallOptions) => Paginated<Role>
}

export const makeRoleAssignments = (send: Send): RoleAssignments => ({
  list: (query, options) =>
    listPages(
      send,
      { method: 'GET', path: '/role_assignments', query: queryOf(roleAssignmentFilters, query), ...options },
      'role_assignments',
      fromWire,
    ),
  filter: (query, options) =>
    listPages(send, { method: 'GET', ...rolesPlace(query), ...options }, 'roles', (wire) =>
      readObject<Role>(roleNoun, wire),
    ),
})
