import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { systemUserRule } from './system-users.ts'
import type { User, UserKind } from './user.ts'

type KindAndStatus = Pick<User, 'kind' | 'status'>

/**
 * Whether the user can have sessions, invitations and password recovery. Service and system users authenticate with keys
 * and tokens, which have their own expiry and scope.
 */
export const isPerson = ({ kind }: Pick<User, 'kind'>): boolean => kind === 'human'

const assertHumanIfInvited = ({ kind, status }: KindAndStatus): void => {
  if (kind !== 'human' && status === 'invited')
    throw domainError('failed_precondition', 'invited_program', 'Only users of kind human can be invited.', {
      field: 'kind',
    })
}

/** Rejects an invited user that is not human, and a new system user unless the caller may manage system users. */
export const checkKind = (created: KindAndStatus, { may }: Pick<OperationContext, 'may'>): void => {
  assertHumanIfInvited(created)
  if (created.kind === 'system' && !may(systemUserRule, {}))
    throw domainError(
      'forbidden',
      'system_user_protected',
      'Only a system administrator can create users of kind system.',
    )
}

/**
 * The kind after a change. Users can change between `human` and `service`; `system` is set at creation and never changes.
 */
export const checkKindChange = (before: KindAndStatus, after: KindAndStatus): UserKind => {
  if (after.kind === before.kind && after.status === before.status) return after.kind
  if (after.kind !== before.kind && (after.kind === 'system' || before.kind === 'system'))
    throw domainError(
      'failed_precondition',
      'kind_fixed',
      'The kind system cannot be set or removed after creation. Create another user instead.',
      { field: 'kind' },
    )
  assertHumanIfInvited(after)
  return after.kind
}
