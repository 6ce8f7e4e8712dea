import { targetDomain } from '../../directory/users/create-user.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import { command } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import { importTarget } from '../imports/imports.ts'
import { assertMayAct, delegationOf, manageRule } from './action-right.ts'
import { type BulkAction, type BulkJob, type BulkRole, type BulkSource, maxUsers } from './bulk-job.ts'
import type { BulkListed } from './bulk-job-store.ts'

export type BulkUsers =
  | { readonly source: Exclude<BulkSource, 'filter'>; readonly list: readonly string[] }
  /** CQL2 text that has been validated. */
  | { readonly source: 'filter'; readonly filter: string }

export type CreateBulkJob = {
  readonly action: BulkAction
  /** Absent: the domain of a domain-scoped caller, else the default domain. */
  readonly domainId?: string | undefined
  readonly role?: BulkRole | undefined
  readonly groupId?: string | undefined
  /** For `set_plan`: null detaches the plan. */
  readonly planId?: string | null | undefined
  readonly users: BulkUsers
}

const invalidField = (code: ErrorCode<'invalid'>, field: string, why: string) =>
  domainError('invalid', code, why, { field })

const checkedList = (users: BulkUsers): readonly BulkListed[] => {
  if (users.source === 'filter') return []
  const { source, list } = users
  if (list.length < 1 || list.length > maxUsers)
    throw invalidField(
      'users_count',
      'users',
      `users must contain 1 to ${maxUsers} entries; use several jobs for more.`,
    )
  if (new Set(list).size < list.length)
    throw invalidField('users_repeated', 'users', 'users must not contain duplicates.')
  return list.map((value, at) => ({
    row: at + 1,
    value: normalizeText('users', value, source === 'ids' ? 255 : 320),
  }))
}

const checkFields = ({ action, role, groupId, planId, users }: CreateBulkJob): void => {
  const ofRole = action === 'grant_role' || action === 'revoke_role'
  if (!ofRole && role)
    throw invalidField('role_not_wanted', 'role', `The action ${action} does not take a role.`)
  const ofGroup = action === 'add_to_group' || action === 'remove_from_group'
  if (!ofGroup && groupId !== undefined)
    throw invalidField('group_not_wanted', 'group_id', `The action ${action} does not take a group.`)
  if (action === 'set_plan' && planId === undefined)
    throw invalidField(
      'plan_missing',
      'plan_id',
      `The action ${action} requires a plan, or null to detach it.`,
    )
  if (action !== 'set_plan' && planId !== undefined)
    throw invalidField('plan_not_wanted', 'plan_id', `The action ${action} does not take a plan.`)
  if (users.source === 'emails' && action !== 'invite')
    throw invalidField('emails_not_wanted', 'users', 'Only the action invite takes email addresses.')
}

/** Stores a job; `runBulkJob` runs it. Rejects with `forbidden` unless the caller may perform the action. */
export const createBulkJob = command({
  rule: manageRule,
  isolation: 'read committed',
  load: async (input: CreateBulkJob, at) => ({ domainId: targetDomain(input, at) }),
  target: (_input, found) => importTarget(found),
  prepare: async (input) => {
    checkFields(input)
    return checkedList(input.users)
  },
  apply: async ({ action, role = null, groupId = null, planId = null, users }, at): Promise<BulkJob> => {
    const { found, prepared, caller, ports, stores, now, record } = at
    const { domainId } = found
    if (!(await stores.projects.get(domainId))?.isDomain) throw notFound('domain', domainId)
    await assertMayAct({ action, role, groupId, planId, domainId }, at)
    const created: BulkJob = {
      id: ports.newId(),
      domainId,
      action,
      role,
      groupId,
      planId,
      source: users.source,
      filter: users.source === 'filter' ? users.filter : null,
      total: users.source === 'filter' ? null : prepared.length,
      afterId: null,
      state: 'waiting',
      stoppedBy: null,
      handled: 0,
      changed: 0,
      unchanged: 0,
      failed: 0,
      createdBy: caller.kind === 'known' ? caller.userId : null,
      delegation: delegationOf(caller),
      createdAt: now,
      updatedAt: now,
    }
    await stores.bulkJobs.insert(created, prepared)
    record({
      kind: 'bulk_job.created',
      subject: { type: 'bulk_job', id: created.id },
      domainId,
      detail: { action },
    })
    return created
  },
})
