import { domainError } from '../../kernel/domain-error.ts'
import type { UserStatus } from './user.ts'

/** A status of a user, `none` before creation and after the purge, or `deleted`. */
export type Stage = UserStatus | 'none' | 'deleted'

/**
 * The cause of a step:
 * - `creation`, `change`, `deletion`, `restoration`, `purge`: a request of a caller that may manage the user
 * - `invitation`: an invitation is sent, possibly again
 * - `acceptance`: the invited user accepts, which verifies the address
 */
export type StepCause =
  | 'creation'
  | 'change'
  | 'invitation'
  | 'acceptance'
  | 'deletion'
  | 'restoration'
  | 'purge'

type Steps = Readonly<Record<Stage, Readonly<Partial<Record<Stage, readonly StepCause[]>>>>>

/**
 * All allowed steps. Only an invitation makes a user `invited`, so that every invited user has a link. A user can become
 * `pending` again from every status (Geobox: `Pending`); approval makes it active.
 */
export const statusSteps: Steps = {
  none: {
    invited: ['invitation'],
    pending: ['creation'],
    active: ['creation', 'invitation'],
    disabled: ['creation'],
  },
  invited: {
    pending: ['change'],
    active: ['change', 'acceptance', 'invitation'],
    disabled: ['change'],
    deleted: ['deletion'],
  },
  pending: { invited: ['invitation'], active: ['change'], disabled: ['change'], deleted: ['deletion'] },
  active: { pending: ['change'], disabled: ['change'], deleted: ['deletion'] },
  disabled: { pending: ['change'], active: ['change'], deleted: ['deletion'] },
  deleted: {
    invited: ['restoration'],
    pending: ['restoration'],
    active: ['restoration'],
    disabled: ['restoration'],
    none: ['purge'],
  },
}

/** Staying in the same stage is always allowed. */
export const isLegalStep = (from: Stage, to: Stage, cause: StepCause): boolean =>
  from === to || (statusSteps[from][to]?.includes(cause) ?? false)

/** Rejects with `failed_precondition` a step that is not in the table; the error has both stages. */
export const checkStep = (from: Stage, to: Stage, cause: StepCause): void => {
  if (isLegalStep(from, to, cause)) return
  const problem =
    from === 'none'
      ? `A new user cannot have the status ${to}.`
      : `The status ${from} cannot be changed to ${to}.`
  const allowed = allowedStages(from, cause).join(', ') || 'no other status'
  const advice =
    to === 'invited' && cause !== 'invitation' ? 'Send an invitation instead.' : `Allowed: ${allowed}.`
  throw domainError('failed_precondition', 'status_step_barred', `${problem} ${advice}`, {
    field: 'status',
    from,
    to,
  })
}

const allowedStages = (from: Stage, cause: StepCause): readonly Stage[] =>
  (Object.keys(statusSteps[from]) as Stage[]).filter((to) => isLegalStep(from, to, cause))
