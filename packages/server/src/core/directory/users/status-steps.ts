import { domainError } from '../../kernel/domain-error.ts'
import type { UserStatus } from './user.ts'

/** A status of a user, or what is before and behind all of them: `none` is no user yet, or no more. */
export type Stage = UserStatus | 'none' | 'deleted'

/**
 * What takes a user from one stage to the next:
 * - `creation`, `change`, `deletion`, `restoration`, `purge`: by whoever may do that to users
 * - `invitation`: one is sent, again perhaps
 * - `acceptance`: the invited person proves the address
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
 * Every legal step there is. Nobody becomes invited but by an invitation, so that whoever is has a link to come
 * in by. A user may wait for approval again (Geobox: `Pending`), whatever it was; approving is to make it active.
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

/** Staying where one is is no step, and always legal. */
export const isLegalStep = (from: Stage, to: Stage, cause: StepCause): boolean =>
  from === to || (statusSteps[from][to]?.includes(cause) ?? false)

/** Rejects with `failed_precondition` what the table does not have, naming both ends. */
export const checkStep = (from: Stage, to: Stage, cause: StepCause): void => {
  if (isLegalStep(from, to, cause)) return
  const why =
    to === 'invited'
      ? 'send it an invitation instead'
      : `from there a ${cause} leads to ${reachable(from, cause).join(', ') || 'nothing'}`
  const start = from === 'none' ? 'A new user' : `A user who is ${from}`
  throw domainError(
    'failed_precondition',
    'status_step_barred',
    `${start} cannot become ${to} by ${article(cause)}: ${why}.`,
    {
      field: 'status',
      from,
      to,
    },
  )
}

const reachable = (from: Stage, cause: StepCause): readonly Stage[] =>
  (Object.keys(statusSteps[from]) as Stage[]).filter((to) => isLegalStep(from, to, cause))

const article = (cause: StepCause) => (/^[aeiou]/.test(cause) ? `an ${cause}` : `a ${cause}`)
