import { domainError } from '../../../kernel/domain-error.ts'
import type { ErrorCode } from '../../../kernel/error-codes.ts'
import type { OperationContext } from '../../../kernel/operation.ts'
import { eq } from '../../../kernel/paging/list-query.ts'
import { blobSeal } from '../../credentials/blobs.ts'
import {
  type AuthFailure,
  type AuthResult,
  authFailure,
  checkActive,
  type UsePasscode,
} from '../auth-result.ts'
import { limitAttempts, userSubject } from '../limited-attempts.ts'
import { isLocked, unknownUserId } from '../lockout.ts'
import type { Method, Subject } from '../sign-in-state.ts'
import { decodeBase32, passcodeOf, stepAt } from '../totp.ts'

/** A limit that no user reaches. */
const maxCredentials = 100

/**
 * Authenticates a one-time password of any of the user's credentials of type totp, whose blobs are secrets in base32.
 * Unknown and locked users fail like a wrong password (T72).
 */
export const totpMethod: Method = async ({ request: { totp: input }, subjects: { totp: subject } }, at) => {
  if (!input || !subject)
    throw domainError('invalid', 'method_incomplete', 'The totp method requires user and passcode.')
  return limitAttempts(userSubject(subject), at, () => compare(subject, input.passcode, at))
}

const compare = async (
  subject: Subject,
  passcode: string,
  at: OperationContext,
): Promise<AuthResult | AuthFailure> => {
  const { user } = subject
  const uses = await matching(user?.id ?? unknownUserId, passcode, at)
  const locked = await isLocked(user, at)
  if (!user || uses.length === 0 || locked) return authFailure(why(user !== undefined, locked), user)
  checkActive(subject, at)
  return { userId: user.id, methods: ['totp'], countsTowardLockout: true, sideEffects: uses }
}

const why = (known: boolean, locked: boolean): ErrorCode<'unauthenticated'> => {
  if (!known) return 'user_unknown'
  return locked ? 'user_locked' : 'passcode_wrong'
}

/** Every credential that the passcode matches: a secret stored twice must not allow two uses. */
const matching = async (
  userId: string,
  passcode: string,
  at: OperationContext,
): Promise<readonly UsePasscode[]> => {
  const { digests, settings } = at.ports
  const where = [eq('user_id' as const, userId), eq('type' as const, 'totp')]
  const { rows } = await at.stores.credentials.list({ where, page: { limit: maxCredentials } })
  const seal = await blobSeal(at)
  const newest = stepAt(at.ports.wallTime())
  return rows.flatMap((row): readonly UsePasscode[] => {
    const secret = decodeBase32(seal.open(row).blob)
    if (!secret) return []
    for (let step = newest; step >= newest - settings.totpIncludedPreviousWindows; step--)
      if (digests.same(passcodeOf(secret, step, digests), passcode))
        return [{ kind: 'use_passcode', credentialId: row.id, step }]
    return []
  })
}
