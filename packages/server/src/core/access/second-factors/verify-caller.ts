import { requireUser } from '../../directory/users/get-user.ts'
import { exceedsMaxLength } from '../../directory/users/password-rules.ts'
import type { User } from '../../directory/users/user.ts'
import { requireCaller } from '../../kernel/caller.ts'
import type { DomainError } from '../../kernel/domain-error.ts'
import type { CommandContext, OperationContext } from '../../kernel/operation.ts'
import { applySideEffect } from '../authentication/apply-side-effects.ts'
import type { SideEffect } from '../authentication/auth-result.ts'
import { type AuthFailure, authenticationFailed, isAuthFailure } from '../authentication/auth-result.ts'
import { onFailureSlot } from '../authentication/failure-slot.ts'
import { countFailure } from '../authentication/lockout.ts'
import { totpMethod } from '../authentication/methods/totp.ts'
import { verifyPassword } from '../authentication/verify-password.ts'

/** What the caller presents besides the session. */
export type Proof =
  | { readonly password: string; readonly passcode?: undefined }
  | { readonly passcode: string; readonly password?: undefined }

type Verified = {
  /** The sequence of the verified password; undefined for a directory's. */
  readonly sequence?: number | undefined
  readonly sideEffects: readonly SideEffect[]
}

export type Verification = AuthFailure | Verified

/**
 * Verifies that the person who uses a session is its user. A wrong password or one-time password counts toward the
 * lockout as at sign-in, and a right one-time password is consumed (`applyVerification`).
 */
export const verifyCaller = (proof: Proof, at: OperationContext): Promise<Verification> =>
  onFailureSlot(
    at,
    async () => {
      const { userId } = requireCaller(at.caller)
      const user = await requireUser(userId, at)
      return proof.password === undefined
        ? verifyPasscode(user, proof.passcode, at)
        : verifyOwnPassword(user, proof.password, at)
    },
    (outcome) => (isAuthFailure(outcome) ? outcome.wrong : undefined),
  )

const verifyOwnPassword = async (
  user: User,
  password: string,
  at: OperationContext,
): Promise<Verification> => {
  if (exceedsMaxLength(password)) throw authenticationFailed('password_too_long')
  const verified = await verifyPassword({ user, reference: user.id }, password, at)
  if (isAuthFailure(verified)) return verified
  return { sequence: verified.stored?.sequence, sideEffects: [] }
}

const verifyPasscode = async (user: User, passcode: string, at: OperationContext): Promise<Verification> => {
  const subject = { user, domain: await at.stores.projects.get(user.domainId), reference: user.id }
  const result = await totpMethod(
    { request: { methods: ['totp'], totp: { user: {}, passcode } }, subjects: { totp: subject } },
    at,
  )
  return isAuthFailure(result) ? result : { sideEffects: result.sideEffects ?? [] }
}

/** In the transaction: returns the error of a failed verification, so that its failure count is committed. */
export const applyVerification = async (
  verification: Verification,
  at: CommandContext,
): Promise<DomainError | undefined> => {
  if ('wrong' in verification) {
    await countFailure(verification.user, at)
    return verification.wrong
  }
  const { userId } = requireCaller(at.caller)
  const { sequence, sideEffects } = verification
  if (sequence !== undefined && (await at.stores.passwords.current(userId))?.sequence !== sequence)
    throw authenticationFailed('password_replaced')
  for (const work of sideEffects) await applySideEffect(work, at)
  return undefined
}
