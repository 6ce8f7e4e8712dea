import { grantRule, grantTarget, loadGrant } from '../../directory/assignments/grant.ts'
import type { Caller } from '../../kernel/caller.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { RuleTarget } from '../../kernel/rules/rule-book.ts'
import { importTarget } from '../imports/get-import.ts'
import type { BulkAction, BulkJob } from './bulk-job.ts'

export const manageRule = 'muster:manage_bulk_jobs'

type Wanted = Pick<BulkJob, 'action' | 'role' | 'domainId'>
type Right = { readonly rule: string; readonly target: RuleTarget }

const userRules: Readonly<Record<Exclude<BulkAction, 'grant_role' | 'revoke_role'>, string>> = {
  invite: 'muster:invite_user',
  enable: 'identity:update_user',
  disable: 'identity:update_user',
  delete: 'identity:delete_user',
}

const rightFor = async (
  { action, role, domainId }: Wanted,
  at: Pick<OperationContext, 'stores'>,
): Promise<Right> => {
  if (action !== 'grant_role' && action !== 'revoke_role')
    return { rule: userRules[action], target: importTarget({ domainId }) }
  if (!role)
    throw domainError('invalid', 'role_missing', `The action ${action} needs a role.`, { field: 'role' })
  const { roleId, target, inherited } = role
  const place = { actor: { type: 'user', id: '' }, target, inherited } as const
  const pieces = await loadGrant({ ...place, roleId }, at, true)
  if (pieces.missing) throw pieces.missing
  const grant = action === 'grant_role' ? 'create' : 'revoke'
  return {
    rule: grantRule(grant)(place),
    target: grantTarget(place, { ...pieces, actor: { id: '', domainId } }),
  }
}

/**
 * Rejects with `forbidden` callers who could do the action to no ordinary user of the domain. The operation on each
 * user still decides by itself: this stops a job as a whole, and keeps credentials from creating a job that they
 * could not carry out.
 */
export const assertMayAct = async (
  wanted: Wanted,
  at: Pick<OperationContext, 'stores' | 'may'>,
): Promise<void> => {
  const { rule, target } = await rightFor(wanted, at)
  if (at.may(rule, target)) return
  throw domainError(
    'forbidden',
    'forbidden_by_rule',
    `You are not authorized to perform the requested action: ${rule}.`,
    { rule },
  )
}

/** The delegated credentials that a caller acts by, as `kind:id`; null without delegation. */
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
 * A job runs with the authority of the request that runs it, so only its creator may run it: another caller would
 * carry out what the creator chose. What delegated credentials created, only the same credentials run.
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
    'Only the user who created a bulk job may run it, with the same delegated credentials if there were any. Create a job of your own.',
  )
}
