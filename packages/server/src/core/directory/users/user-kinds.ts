import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { systemUserRule } from './system-users.ts'
import type { User, UserKind } from './user.ts'

type Standing = Pick<User, 'kind' | 'status'>

/**
 * Whether the user signs in to sessions, takes invitations and recovers passwords. Programs prove who they are
 * by keys and tokens, which have ends and scopes of their own.
 */
export const isPerson = ({ kind }: Pick<User, 'kind'>): boolean => kind === 'human'

const barInvited = ({ kind, status }: Standing): void => {
  if (kind !== 'human' && status === 'invited')
    throw domainError('failed_precondition', 'invited_program', 'Only people are invited.', { field: 'kind' })
}

/** Rejects an invited program, and a system user made by anybody but those who may manage them. */
export const checkKind = (made: Standing, { may }: Pick<OperationContext, 'may'>): void => {
  barInvited(made)
  if (made.kind === 'system' && !may(systemUserRule, {}))
    throw domainError(
      'forbidden',
      'system_user_protected',
      'Only an administrator of the system makes users that belong to the server itself.',
    )
}

/**
 * The kind after a change. A person may turn out to be a program and back; what belongs to Muster itself is made
 * so and stays so.
 */
export const checkKindChange = (before: Standing, after: Standing): UserKind => {
  if (after.kind === before.kind && after.status === before.status) return after.kind
  if (after.kind !== before.kind && (after.kind === 'system' || before.kind === 'system'))
    throw domainError(
      'failed_precondition',
      'kind_fixed',
      'A user is made as a system user, or never becomes one: make another user instead.',
      { field: 'kind' },
    )
  barInvited(after)
  return after.kind
}
