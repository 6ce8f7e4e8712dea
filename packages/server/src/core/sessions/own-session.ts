import type { Caller, KnownCaller } from '../caller.ts'
import { refuse } from '../refusal.ts'

/** The caller, where only somebody who signed in has anything of their own. */
export const whoAsks = (caller: Caller): KnownCaller => {
  if (caller.kind === 'known') return caller
  throw refuse(
    'unauthenticated',
    'authentication_required',
    'The request you have made requires authentication.',
  )
}

/** What rules may compare where the caller asks about itself. */
export const ownTarget = (caller: Caller) =>
  caller.kind === 'known' ? { target: { user: { id: caller.userId, domain_id: caller.userDomainId } } } : {}
