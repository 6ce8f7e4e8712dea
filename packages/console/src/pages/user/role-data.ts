import type { RoleAssignment } from '@muster/sdk'
import { queryOptions } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'

export type Grant = Parameters<typeof muster.assignments.grant>[0]

export type Place = RoleAssignment['scope']

/** Assignments that are read of one user; more are counted in a note. */
export const assignmentLimit = 1000

/** The roles that a user has, one row for each reason. */
export const effectiveQuery = (userId: string) =>
  queryOptions({
    queryKey: ['user', userId, 'assignments', 'effective'],
    queryFn: ({ signal }) =>
      muster.assignments
        .list({ user_id: userId, effective: true, limit: assignmentLimit }, { signal })
        .page(),
  })

/** The assignments that are stored for the user itself. */
export const storedQuery = (userId: string) =>
  queryOptions({
    queryKey: ['user', userId, 'assignments', 'stored'],
    queryFn: ({ signal }) =>
      muster.assignments.list({ user_id: userId, limit: assignmentLimit }, { signal }).page(),
  })

/** The global roles. */
export const rolesQuery = queryOptions({
  queryKey: ['roles', 'options'],
  queryFn: ({ signal }) => muster.roles.list({ limit: 200 }, { signal }).toArray({ limit: 1000 }),
})

export const placeKey = ({ type, id }: Place): string => `${type}:${id ?? ''}`

export const scopeOf = ({ type, id }: Place): Grant['scope'] =>
  type === 'system' || id === null ? 'system' : `${type}:${id}`

/** Reads `system`, `domain:<id>` or `project:<id>`. */
export const placeOf = (scope: string): Place => {
  const colon = scope.indexOf(':')
  if (colon < 0) return { type: 'system', id: null }
  return { type: scope.startsWith('domain:') ? 'domain' : 'project', id: scope.slice(colon + 1) }
}

export type RoleAt = { readonly roleId: string; readonly reasons: readonly RoleAssignment[] }
export type PlaceRoles = { readonly place: Place; readonly roles: readonly RoleAt[] }

const order = { system: 0, domain: 1, project: 2 } as const

/** Effective assignments by scope and role: the system first, then domains and projects. */
export const byPlace = (assignments: readonly RoleAssignment[]): readonly PlaceRoles[] => {
  const places = Map.groupBy(assignments, ({ scope }) => placeKey(scope))
  return [...places.values()]
    .flatMap((rows) => {
      const [row] = rows
      if (!row) return []
      const roles = Map.groupBy(rows, ({ role_id }) => role_id)
      return [{ place: row.scope, roles: [...roles].map(([roleId, reasons]) => ({ roleId, reasons })) }]
    })
    .sort((a, b) => order[a.place.type] - order[b.place.type])
}

/** The stored assignment of the user itself that is the reason, if there is one that can be taken away. */
export const ownGrantOf = ({ user_id, role_id, scope, source }: RoleAssignment): Grant | undefined => {
  if (user_id === null || source === null || source.group_id !== null || source.implied_by !== null)
    return undefined
  return source.inherited_from === null
    ? { userId: user_id, roleId: role_id, scope: scopeOf(scope) }
    : { userId: user_id, roleId: role_id, scope: scopeOf(source.inherited_from), inherited: true }
}
