import { grantRole, revokeRole } from '../../directory/assignments/grant-role.ts'
import { addMember, removeMember } from '../../directory/groups/group-members.ts'
import { attachPlan } from '../../directory/plans/attach-plan.ts'
import { getUser, requireUser } from '../../directory/users/get-user.ts'
import { withEffectiveStatus } from '../../directory/users/inactivity.ts'
import { updateUser } from '../../directory/users/update-user.ts'
import { domainError, isDomainError, notFound } from '../../kernel/domain-error.ts'
import type { Command, CommandContext, OperationContext } from '../../kernel/operation.ts'
import { deleteUser } from '../deletion/delete-user.ts'
import { restoreUser } from '../deletion/restore-user.ts'
import type { SendersRun } from '../imports/send-rows.ts'
import { inviteUser } from '../invitations/invite-user.ts'
import { resendInvitation } from '../invitations/resend-invitation.ts'
import type { BulkJob, BulkOutcome } from './bulk-job.ts'
import type { BulkJobLease } from './bulk-job-store.ts'
import { takenOver } from './bulk-runs.ts'

/** One user of a job, by id or by email. */
export type BulkTarget = {
  readonly row: number
  readonly user: { readonly id: string } | { readonly email: string }
  /** The user id, for the source `filter`; else null. */
  readonly afterId: string | null
}

type StepContext = { readonly job: BulkJob; readonly target: BulkTarget; readonly lease: BulkJobLease }

/** Rejects with `not_found` for a missing user and for a user of another domain. */
const assertInDomain = async (
  { job, target: { user } }: StepContext,
  { stores }: Pick<OperationContext, 'stores'>,
) => {
  if (!('id' in user)) return
  const found =
    (await stores.users.get(user.id)) ??
    (job.action === 'delete' || job.action === 'restore' ? await stores.deletedUsers.get(user.id) : undefined)
  if (found?.domainId !== job.domainId) throw notFound('user', user.id)
}

/** Whether the user already has the requested status or plan, so that no new version and no event is needed. */
const isUnchanged = async (
  { job: { action, planId }, target: { user } }: StepContext,
  at: CommandContext,
): Promise<boolean> => {
  if (!('id' in user)) return false
  if (action === 'set_plan') {
    const { planId: current, planExpired } = withEffectiveStatus(await requireUser(user.id, at), at)
    // An expired plan is attached again, from now on.
    return current === planId && planExpired !== true
  }
  if (action !== 'enable' && action !== 'disable') return false
  if (action === 'disable' && at.caller.kind === 'known' && at.caller.userId === user.id)
    throw domainError(
      'failed_precondition',
      'self_disabling',
      'A bulk job cannot disable the user who runs it.',
    )
  const before = await requireUser(user.id, at)
  if (action === 'disable') return before.status === 'disabled'
  // Enabling also removes a lockout.
  return withEffectiveStatus(before, at).status === 'active' && !(await at.stores.lockouts.get(user.id))
}

/**
 * The operation of the single request, with its own rule, checks and events, that also advances the job in its
 * transaction: after a crash a user is either handled and counted, or neither.
 */
const stepOf = <I, F, P, O>(
  { shortCircuit: _, ...operation }: Command<I, F, P, O>,
  step: StepContext,
): Command<I, F, P, BulkOutcome> => ({
  ...operation,
  isolation: 'serializable',
  load: async (input, at) => {
    await assertInDomain(step, at)
    return (await operation.load?.(input, at)) as F
  },
  apply: async (input, at) => {
    let outcome: BulkOutcome = 'unchanged'
    const record: CommandContext['record'] = (event) => {
      outcome = 'changed'
      at.record(event)
    }
    if (!(await isUnchanged(step, at))) {
      const answer = await operation.apply(input, { ...at, record })
      if (isDomainError(answer)) throw answer
    }
    const { row, afterId } = step.target
    if (!(await at.stores.bulkJobs.recordStep(step.lease, { row, afterId, outcome, at: at.now })))
      throw takenOver()
    return outcome
  },
})

/** Revokes the role; a missing assignment counts as unchanged. */
const revokeIfGranted: typeof revokeRole = {
  ...revokeRole,
  apply: async (input, at) => {
    try {
      return await revokeRole.apply(input, at)
    } catch (thrown) {
      if (!isDomainError(thrown, 'not_found') || thrown.code !== 'role_assignment_not_found') throw thrown
    }
  },
}

/** Removes the user from the group; a missing membership counts as unchanged. */
const removeIfMember: typeof removeMember = {
  ...removeMember,
  apply: async (input, at) => {
    try {
      return await removeMember.apply(input, at)
    } catch (thrown) {
      if (!isDomainError(thrown, 'not_found') || thrown.code !== 'member_not_found') throw thrown
    }
  },
}

const invite = async (step: StepContext, run: SendersRun): Promise<BulkOutcome> => {
  const { job, target } = step
  const byEmail = (email: string) =>
    run(stepOf(inviteUser, step), { email, domainId: job.domainId, mode: 'email_link' as const })
  if ('email' in target.user) return byEmail(target.user.email)
  const { id } = target.user
  try {
    return await run(stepOf(resendInvitation, step), { userId: id })
  } catch (thrown) {
    if (!isDomainError(thrown) || thrown.code !== 'invitation_lapsed') throw thrown
    const { claimedEmail } = await run(getUser, { id })
    if (claimedEmail === null) throw thrown
    return byEmail(claimedEmail)
  }
}

/** Performs the action on one user as the caller of `run`. Rejects like the single request, without any change. */
export const runBulkStep = async (step: StepContext, run: SendersRun): Promise<BulkOutcome> => {
  const { job, target } = step
  if (job.action === 'invite') return invite(step, run)
  if (!('id' in target.user)) throw new Error('bulk job: only the action invite takes email addresses')
  const { id } = target.user
  switch (job.action) {
    case 'enable':
      return run(stepOf(updateUser, step), { id, status: 'active' as const })
    case 'disable':
      return run(stepOf(updateUser, step), { id, status: 'disabled' as const })
    case 'delete':
      return run(stepOf(deleteUser, step), { id, sparingSelf: true, orDeleted: true })
    case 'restore':
      return run(stepOf(restoreUser, step), { id, orPresent: true })
    case 'set_plan':
      return run(stepOf(attachPlan, step), { userId: id, planId: job.planId })
  }
  if (job.action === 'add_to_group' || job.action === 'remove_from_group') {
    if (job.groupId === null) throw new Error('bulk job: a group action without a group')
    const membership = { groupId: job.groupId, userId: id }
    return run(stepOf(job.action === 'add_to_group' ? addMember : removeIfMember, step), membership)
  }
  if (!job.role) throw new Error('bulk job: a role action without a role')
  const assignment = { ...job.role, actor: { type: 'user' as const, id } }
  return run(stepOf(job.action === 'grant_role' ? grantRole : revokeIfGranted, step), assignment)
}
