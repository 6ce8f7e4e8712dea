import { type DomainError, domainError, isDomainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { UsedNonce } from '../oauth1/oauth1-store.ts'
import { assertActiveUser } from '../tokens/active-user.ts'
import type { TokenPayload, TokenScope, TokenView } from '../tokens/token.ts'
import type { LockoutSubject } from './lockout.ts'
import type { SignInRequest } from './sign-in-request.ts'
import type { Subject } from './sign-in-state.ts'

/** The result of one successful authentication method. */
export type AuthResult = {
  readonly userId: string
  /** The methods that the token will list. */
  readonly methods: readonly string[]
  /** Unix seconds: the latest expiry of the new token. */
  readonly notAfter?: number
  /** The audit id of the first token in the chain, when a token was exchanged. */
  readonly rootAuditId?: string
  /** Throws for a requested scope that the method does not allow; called with undefined when none was requested. */
  readonly assertScopeAllowed?: (scope: SignInRequest['scope']) => void
  /** The delegation, with its scope, that the token is bound to. */
  readonly delegated?: DelegationBinding
  /** A current view of the same authority, when one is cached. */
  readonly cachedView?: TokenView
  /** Called with the issued token, to cache its view. */
  readonly onIssued?: (issued: TokenView) => void
  readonly recordUse?: RecordUse
  /** The sign-in at an identity provider that the token relies on. */
  readonly federation?: TokenPayload['federation']
  /** Whether the method can be guessed, so that failures count towards the lockout. */
  readonly countsTowardLockout?: boolean
  /** Checked at the end of the sign-in: false when the secret was replaced meanwhile. */
  readonly isStillValid?: (at: Pick<OperationContext, 'stores'>) => Promise<boolean>
  /** Written once the sign-in has succeeded. */
  readonly sideEffects?: readonly (Rehash | UsePasscode | UseNonce)[]
}

/** The delegation that a token carries, if any, and its scope. */
export type DelegationBinding = { readonly scope: TokenScope } & Pick<
  TokenPayload,
  'trustId' | 'applicationCredentialId' | 'accessTokenId' | 'certificateThumbprint'
>

/**
 * Written with the outcome of a sign-in: a new hash of the same password, the use of a trust, nonce or one-time password,
 * or the failure count of the lockout.
 */
export type SideEffect =
  | Rehash
  | UsePasscode
  | UseNonce
  | RecordUse
  | { readonly kind: 'consume_trust'; readonly trustId: string }
  | { readonly kind: 'mark_active'; readonly userId: string }
  | { readonly kind: 'count_failure'; readonly user: LockoutSubject | undefined }
  | { readonly kind: 'settle_failures' | 'check_lock'; readonly user: LockoutSubject }

/** A one-time password is accepted once (RFC 6238 section 5.2, T50). */
export type UsePasscode = {
  readonly kind: 'use_passcode'
  readonly credentialId: string
  readonly step: number
}

/** A signed request is accepted once (RFC 5849 section 3.3). */
export type UseNonce = { readonly kind: 'use_nonce'; readonly nonce: UsedNonce }

/** Records the last use of an application credential. */
export type RecordUse = {
  readonly kind: 'record_use'
  readonly id: string
  /** Unix milliseconds. */
  readonly at: number
  /** Nothing is written when a use after this time is recorded already. Unix milliseconds. */
  readonly unlessSince: number
}

export type Rehash = {
  readonly kind: 'rehash'
  readonly userId: string
  readonly oldHash: string
  readonly newHash: string
}

/** A failed authentication, and the user whose failure count it increments; undefined for an unknown user. */
export type AuthFailure = { readonly wrong: DomainError; readonly user: LockoutSubject | undefined }

export const authFailure = (
  code: ErrorCode<'unauthenticated'>,
  user: LockoutSubject | undefined,
): AuthFailure => ({
  wrong: authenticationFailed(code),
  user,
})

export const isAuthFailure = (outcome: object): outcome is AuthFailure => 'wrong' in outcome

/** The message is the same for every code; the code is for the log (T72). */
export const authenticationFailed = (code: ErrorCode<'unauthenticated'>): DomainError =>
  domainError('unauthenticated', code, 'The request you have made requires authentication.')

/** Replaces the message of an `unauthenticated` error by that of a failed sign-in. */
export const asAuthenticationFailed = (thrown: unknown): never => {
  throw isDomainError(thrown, 'unauthenticated') ? authenticationFailed(thrown.code) : thrown
}

/** Throws `unauthenticated` when a verified secret was replaced meanwhile. */
export const assertResultsStillValid = async (
  results: readonly AuthResult[],
  at: Pick<OperationContext, 'stores'>,
): Promise<void> => {
  for (const result of results)
    if (result.isStillValid && !(await result.isStillValid(at)))
      throw authenticationFailed('password_replaced')
}

/** Rejects with `unauthenticated` for a user that was not active when it was read, without revealing the reason. */
export const checkActive = (subject: Subject, at: Pick<OperationContext, 'ports'>): void => {
  try {
    assertActiveUser(subject, at)
  } catch (thrown) {
    throw isDomainError(thrown, 'unauthenticated') ? authenticationFailed('user_not_active') : thrown
  }
}
