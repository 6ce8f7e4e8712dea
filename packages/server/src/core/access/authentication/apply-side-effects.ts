import { isDomainError } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { useNonce } from '../oauth1/signed-request.ts'
import { authenticationFailed, type SideEffect } from './auth-result.ts'
import { countFailure, isLocked, settleFailures } from './lockout.ts'

/**
 * Writes a side effect of a sign-in. Throws `unauthenticated`, which rolls the transaction back, when a one-time value was
 * used or the user was locked or disabled meanwhile.
 */
export const applySideEffect = async (work: SideEffect, at: CommandContext): Promise<void> => {
  const { stores } = at
  switch (work.kind) {
    case 'rehash':
      return stores.passwords.replaceHash(work.userId, work.oldHash, work.newHash)
    case 'record_use':
      return stores.applicationCredentials.recordUse(work.id, work.at, work.unlessSince)
    case 'mark_active':
      if (!(await stores.users.markActive(work.userId, at.now))) throw authenticationFailed('user_not_active')
      return
    case 'count_failure':
      return countFailure(work.user, at)
    case 'settle_failures':
      if (!(await settleFailures(work.user, at))) throw authenticationFailed('user_locked')
      return
    case 'check_lock':
      if (await isLocked(work.user, at)) throw authenticationFailed('user_locked')
      return
    case 'use_passcode':
      if (!(await stores.passcodes.use(work.credentialId, work.step).catch(asUsed)))
        throw authenticationFailed('passcode_used')
      return
    case 'use_nonce':
      return useNonce(work.nonce, at)
    case 'consume_trust':
      if (!(await stores.trusts.consumeUse(work.trustId))) throw authenticationFailed('trust_used_up')
  }
}

/** A credential deleted meanwhile counts as used. */
const asUsed = (thrown: unknown): false => {
  if (isDomainError(thrown, 'not_found')) return false
  throw thrown
}
