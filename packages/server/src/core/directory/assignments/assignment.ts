export type Actor = { readonly type: 'user' | 'group'; readonly id: string }

export type AssignmentTarget =
  | { readonly type: 'system' }
  | { readonly type: 'domain' | 'project'; readonly id: string }

/**
 * A role given to an actor on a target. Inherited: it holds on the projects below the target and not on the
 * target itself (keystone.md section 15.4).
 */
export type Assignment = {
  readonly actor: Actor
  readonly target: AssignmentTarget
  readonly roleId: string
  readonly inherited: boolean
}

/** When a role was given, and when another took its place. Unix milliseconds; null of very old ones. */
export type AssignmentTimes = { readonly createdAt: number | null; readonly updatedAt: number | null }
