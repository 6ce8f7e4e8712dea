import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi } from '../api.ts'
import type { RoleAssignment } from '../types.ts'

/** The system, a domain or a project. */
export type AssignmentScope = 'system' | `domain:${string}` | `project:${string}`

export interface ListAssignments {
  readonly user_id?: string | undefined
  readonly group_id?: string | undefined
  readonly role_id?: string | undefined
  readonly scope?: AssignmentScope | undefined
  readonly inherited?: boolean | undefined
  /** The roles that users have, each with its reason in `source`. */
  readonly effective?: boolean | undefined
  /** Assignments on each page; the list continues over all pages. */
  readonly limit?: number | undefined
}

/** A role of a user or of a group. `inherited`: on the projects below the scope. */
export type Grant = {
  readonly roleId: string
  readonly scope: AssignmentScope
  readonly inherited?: boolean | undefined
} & (
  | { readonly userId: string; readonly groupId?: undefined }
  | { readonly groupId: string; readonly userId?: undefined }
)

const requestOf = ({ userId, groupId, roleId, scope, inherited }: Grant) => ({
  path: userId === undefined ? '/groups/{group_id}/roles/{role_id}' : '/users/{user_id}/roles/{role_id}',
  parts: {
    params: {
      role_id: roleId,
      ...(userId === undefined ? { group_id: groupId } : { user_id: userId }),
    },
    query: { scope, inherited },
  },
})

export const makeAssignments = (api: NativeApi) => ({
  /** Role assignments; with `effective`, why users have their roles. */
  list: (query: ListAssignments = {}, options?: CallOptions) =>
    api.list<RoleAssignment>('/role-assignments', 'role_assignments', { query: { ...query } }, options),

  /** Grants a role; a granted role stays granted. */
  async grant(grant: Grant, options?: CallOptions): Promise<void> {
    const { path, parts } = requestOf(grant)
    await api.send('PUT', path, parts, options)
  },

  /** Throws `NotFound` with `role_assignment_not_found`. */
  async revoke(grant: Grant, options?: CallOptions): Promise<void> {
    const { path, parts } = requestOf(grant)
    await api.send('DELETE', path, parts, options)
  },
})
