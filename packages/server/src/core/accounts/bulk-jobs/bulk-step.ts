import { grantRole, revokeRole } from '../../directory/assignments/grant-role.ts'
import { getUser, requireUser } from '../../directory/users/get-user.ts'
import { withEffectiveStatus } from '../../directory/users/inactivity.ts'
import { updateUser } from '../../directory/users/update-user.ts'
import { domainError, isDomainError, notFound } from '../../kernel/domain-error.ts'
import type { Command, CommandContext, OperationContext } from '../../kernel/operation.ts'
import { deleteUser } from '../deletion/delete-user.ts'
import type { SendersRun } from '../imports/send-rows.ts'
import { inviteUser } from '../invitations/invite-user.ts'
import { resendInvitation } from '../invitations/resend-invitation.ts'
import type { BulkJob, BulkOutcome } from './bulk-job.ts'
import type { BulkTurn } from './bulk-job-store.ts'
import { takenOver } from './bulk-runs.ts'

/** One user of a job, by id or by email. */
export type BulkTarget = {
  readonly row: number
  readonly user: { readonly id: string } | { readonly email: string }
  /** Of a filter: the user. */
  readonly afterId: string | null
}

type Place = { readonly job: BulkJob; readonly target: BulkTarget; readonly turn: BulkTurn }

/** A user of another domain is as missing as one that does not exist. */
const assertInDomain = async (
  { job, target: { user } }: Place,
  { stores }: Pick<OperationContext, 'stores'>,
) => {
  if (!('id' in user)) return
  const found =
    (await stores.users.get(user.id)) ??
    (job.action === 'delete' ? await stores.deletedUsers.get(user.id) : undefined)
  if (found?.domainId !== job.domainId) throw notFound('user', user.id)
}

/** Whether a user already is what the action makes of it, so that no new version and no event is due. */
const isUnchanged = async (
  { job: { action }, target: { user } }: Place,
  at: CommandContext,
): Promise<boolean> => {
  if (!('id' in user) || (action !== 'enable' && action !== 'disable')) return false
  if (action === 'disable' && at.caller.kind === 'known' && at.caller.userId === user.id)
    throw domainError(
      'failed_precondition',
      'self_disabling',
      'A bulk job does not disable the user who runs it.',
    )
  const before = await requireUser(user.id, at)
  if (action === 'disable') return before.status === 'disabled'
  // Enabling also ends a lock.
  return withEffectiveStatus(before, at).status === 'active' && !(await at.stores.lockouts.get(user.id))
}

/**
 * The operation of the single request, with its own rule, checks and events, that also moves the job in its
 * transaction: after a crash a user is either handled and counted, or neither.
 */
const stepOf = <I, F, P, O>(
  { shortCircuit: _, ...operation }: Command<I, F, P, O>,
  place: Place,
): Command<I, F, P, BulkOutcome> => ({
  ...operation,
  isolation: 'serializable',
  load: async (input, at) => {
    await assertInDomain(place, at)
    return (await operation.load?.(input, at)) as F
  },
  apply: async (input, at) => {
    let outcome: BulkOutcome = 'unchanged'
    const record: CommandContext['record'] = (event) => {
      outcome = 'changed'
      at.record(event)
    }
    if (!(await isUnchanged(place, at))) {
      const answer = await operation.apply(input, { ...at, record })
      if (isDomainError(answer)) throw answer
    }
    const { row, afterId } = place.target
    if (!(await at.stores.bulkJobs.move(place.turn, { row, afterId, outcome, at: at.now }))) throw takenOver()
    return outcome
  },
})

/** Without the role there is nothing to revoke. */
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

const invite = async (place: Place, run: SendersRun): Promise<BulkOutcome> => {
  const { job, target } = place
  const byEmail = (email: string) =>
    run(stepOf(inviteUser, place), { email, domainId: job.domainId, mode: 'email_link' as const })
  if ('email' in target.user) return byEmail(target.user.email)
  const { id } = target.user
  try {
    return await run(stepOf(resendInvitation, place), { userId: id })
  } catch (thrown) {
    if (!isDomainError(thrown) || thrown.code !== 'invitation_lapsed') throw thrown
    const { claimedEmail } = await run(getUser, { id })
    if (claimedEmail === null) throw thrown
    return byEmail(claimedEmail)
  }
}

/** Does the action to one user as the caller of `run`. Rejects as the single request does; nothing is changed then. */
export const runBulkStep = async (place: Place, run: SendersRun): Promise<BulkOutcome> => {
  const { job, target } = place
  if (job.action === 'invite') return invite(place, run)
  if (!('id' in target.user)) throw new Error('only invitations are by email')
  const { id } = target.user
  switch (job.action) {
    case 'enable':
      return run(stepOf(updateUser, place), { id, status: 'active' as const })
    case 'disable':
      return run(stepOf(updateUser, place), { id, status: 'disabled' as const })
    case 'delete':
      return run(stepOf(deleteUser, place), { id, sparingSelf: true, orDeleted: true })
  }
  if (!job.role) throw new Error('a job of a role without its role')
  const assignment = { ...job.role, actor: { type: 'user' as const, id } }
  return run(stepOf(job.action === 'grant_role' ? grantRole : revokeIfGranted, place), assignment)
}
