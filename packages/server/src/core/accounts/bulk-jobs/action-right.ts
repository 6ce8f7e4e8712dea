import { grantRule, grantTarget, loadGrant } from '../../directory/assignments/grant.ts'
import { requireGroup } from '../../directory/groups/groups.ts'
import { requirePlan } from '../../directory/plans/plans.ts'
import type { Caller } from '../../kernel/caller.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { RuleName } from '../../kernel/rules/defaults/all.ts'
import type { RuleTarget } from '../../kernel/rules/rule-book.ts'
import { importTarget } from '../imports/imports.ts'
import type { BulkAction, BulkJob } from './bulk-job.ts'

export const manageRule = 'muster:manage_bulk_jobs'

type RequestedAction = Pick<BulkJob, 'action' | 'role' | 'groupId' | 'planId' | 'domainId'>
type RequiredPermission = { readonly rule: RuleName; readonly target: RuleTarget }

type RoleAction = 'grant_role' | 'revoke_role'
type GroupAction = 'add_to_group' | 'remove_from_group'

const groupRules: Readonly<Record<GroupAction, RuleName>> = {
  add_to_group: 'identity:add_user_to_group',
  remove_from_group: 'identity:remove_user_from_group',
}

const userRules: Readonly<Record<Exclude<BulkAction, RoleAction | GroupAction>, RuleName>> = {
  invite: 'muster:invite_user',
  enable: 'identity:update_user',
  disable: 'identity:update_user',
  delete: 'identity:delete_user',
  restore: 'muster:restore_user',
  set_plan: 'muster:attach_plan',
}

const permissionFor = async (
  { action, role, groupId, domainId }: RequestedAction,
  at: Pick<OperationContext, 'stores'>,
): Promise<RequiredPermission> => {
  if (action === 'add_to_group' || action === 'remove_from_group') {
    if (groupId === null)
      throw domainError('invalid', 'group_missing', `The action ${action} requires a group.`, {
        field: 'group_id',
      })
    const group = await requireGroup(groupId, at)
    const target = {
      group: { id: group.id, domain_id: group.domainId },
      user: { id: '', domain_id: domainId },
    }
    return { rule: groupRules[action], target: { target } }
  }
  if (action !== 'grant_role' && action !== 'revoke_role')
    return { rule: userRules[action], target: importTarget({ domainId }) }
  if (!role)
    throw domainError('invalid', 'role_missing', `The action ${action} requires a role.`, { field: 'role' })
  const { roleId, target, inherited } = role
  const key = { actor: { type: 'user', id: '' }, target, inherited } as const
  const parts = await loadGrant({ ...key, roleId }, at, true)
  if (parts.missing) throw parts.missing
  const grant = action === 'grant_role' ? 'create' : 'revoke'
  return {
    rule: grantRule(grant, key),
    target: grantTarget(key, { ...parts, actor: { id: '', domainId } }),
  }
}

/** Rejects with `not_found` for a plan that does not exist in the domain, without revealing plans of other domains. */
const requirePlanOf = async (
  { planId, domainId }: RequestedAction,
  at: Pick<OperationContext, 'stores'>,
): Promise<void> => {
  if (planId !== null && (await requirePlan(planId, at)).domainId !== domainId) throw notFound('plan', planId)
}

/**
 * Rejects with `forbidden` when the caller may not perform the action on any ordinary user of the domain. The operation
 * on each user still checks its own rule; this check stops the whole job and prevents callers from creating a job that
 * they could not run.
 */
export const assertMayAct = async (
  requested: RequestedAction,
  at: Pick<OperationContext, 'stores' | 'may'>,
): Promise<void> => {
  const { rule, target } = await permissionFor(requested, at)
  if (at.may(rule, target)) return requirePlanOf(requested, at)
  throw domainError(
    'forbidden',
    'forbidden_by_rule',
    `You are not authorized to perform the requested action: ${rule}.`,
    { rule },
  )
}

/** The caller's delegated credentials as `kind:id`; null without delegation. */
export const delegationOf = (caller: Caller): string | null => {
  if (caller.kind !== 'known') return null
  const { delegation } = caller.chain
  switch (delegation.kind) {
    case 'none':
      return null
    case 'trust':
      return `trust:${delegation.trustId}`
    case 'application_credential':
      return `application_credential:${delegation.id}`
    case 'oauth1':
      return `oauth1:${delegation.accessTokenId}`
  }
}

/**
 * A job runs with the authority of the current request. Only its creator may run it, so that no caller is induced to
 * perform what the creator chose. A job created with delegated credentials runs only with the same credentials.
 */
export const assertCreator = (
  { createdBy, delegation }: Pick<BulkJob, 'createdBy' | 'delegation'>,
  { caller }: Pick<OperationContext, 'caller'>,
): void => {
  const own = caller.kind === 'known' ? caller.userId : null
  if (own === createdBy && (delegation === null || delegation === delegationOf(caller))) return
  throw domainError(
    'forbidden',
    'bulk_job_of_another_caller',
    'Only the creator of a bulk job may run it, with the same delegated credentials if any were used. Create a new job instead.',
  )
}
