export type Actor = { readonly type: 'user' | 'group'; readonly id: string }

export type AssignmentTarget =
  | { readonly type: 'system' }
  | { readonly type: 'domain' | 'project'; readonly id: string }

/**
 * A role assigned to an actor on a target. An inherited assignment applies to the projects below the target and not to
 * the target itself (keystone.md section 15.4).
 */
export type Assignment = {
  readonly actor: Actor
  readonly target: AssignmentTarget
  readonly roleId: string
  readonly inherited: boolean
}

/** When the role was assigned and last replaced, in unix milliseconds; null for assignments of early versions. */
export type AssignmentTimes = { readonly createdAt: number | null; readonly updatedAt: number | null }
