import { type DomainError, domainError, isDomainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { UsedNonce } from '../oauth1/oauth1-store.ts'
import { requireActiveUser } from '../tokens/active-user.ts'
import type { TokenPayload, TokenScope, TokenView } from '../tokens/token.ts'
import type { LockoutSubject } from './lockout.ts'
import type { SignInRequest } from './sign-in-request.ts'

/** What one method proved. */
export type AuthResult = {
  readonly userId: string
  /** What the token will list. */
  readonly methods: readonly string[]
  /** Unix seconds: the new token never outlives this. */
  readonly notAfter?: number
  /** The audit id of the first token of the chain, when there is one already. */
  readonly rootAuditId?: string
  /** Rejects a scope that this way of signing in may not reach; gets undefined when none was asked for. */
  readonly assertScopeAllowed?: (scope: SignInRequest['scope']) => void
  /** False: without an explicit scope the token is unscoped. */
  readonly defaultScope?: boolean
  /** What was lent to make this proof: the token is bound to it, and to its scope. */
  readonly delegated?: DelegationBinding
  /** A view of the authority this proof stands for, when it is known to hold right now. */
  readonly cachedView?: TokenView
  /** Told of the token that came of it, to remember what it is worth. */
  readonly onIssued?: (issued: TokenView) => void
  readonly recordUse?: RecordUse
  /** Whether it is a guess that may be wrong, and so counts towards the lockout. */
  readonly countsTowardLockout?: boolean
  /** Asked once more at the end: false when what was shown has been replaced meanwhile. */
  readonly isStillValid?: (at: Pick<OperationContext, 'stores'>) => Promise<boolean>
  /** Work to commit once everything else has succeeded. */
  readonly sideEffects?: readonly (Rehash | UsePasscode | UseNonce)[]
}

/** Which delegation a token carries, and the one place it reaches. */
export type DelegationBinding = { readonly scope: TokenScope } & Pick<
  TokenPayload,
  'trustId' | 'applicationCredentialId' | 'accessTokenId' | 'certificateThumbprint'
>

/**
 * Written together with the answer: a fresh hash of the same password, the use of a trust or of a one-time
 * password, failures that count or are forgiven.
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

/** A one-time password is worth one sign-in (RFC 6238 section 5.2, T50). */
export type UsePasscode = {
  readonly kind: 'use_passcode'
  readonly credentialId: string
  readonly step: number
}

/** A signed request is worth one sign-in (RFC 5849 section 3.3). */
export type UseNonce = { readonly kind: 'use_nonce'; readonly nonce: UsedNonce }

/** When an application credential was last used; written seldom. */
export type RecordUse = {
  readonly kind: 'record_use'
  readonly id: string
  /** Unix milliseconds. */
  readonly at: number
  /** Nothing is written when a use since then is noted already. */
  readonly unlessSince: number
}

export type Rehash = {
  readonly kind: 'rehash'
  readonly userId: string
  readonly oldHash: string
  readonly newHash: string
}

/** A guess that was wrong, and the user it counts against; undefined where it counts against nobody. */
export type AuthFailure = { readonly wrong: DomainError; readonly user: LockoutSubject | undefined }

export const authFailure = (code: string, user: LockoutSubject | undefined): AuthFailure => ({
  wrong: authenticationFailed(code),
  user,
})

export const isAuthFailure = (outcome: object): outcome is AuthFailure => 'wrong' in outcome

/** One way to prove who one is. Throws `unauthenticated`, the same for every reason that tells about users. */
export type Method = (request: SignInRequest, at: OperationContext) => Promise<AuthResult | AuthFailure>

/** The code is for the log; whoever tries to sign in hears the same for all of them (T72). */
export const authenticationFailed = (code: string): DomainError =>
  domainError('unauthenticated', code, 'The request you have made requires authentication.')

/** What a token does not tell, a sign-in does not either. */
export const asAuthenticationFailed = (thrown: unknown): never => {
  throw isDomainError(thrown, 'unauthenticated') ? authenticationFailed(thrown.code) : thrown
}

/** Rejects a user that may not act now, in words that tell nothing. */
export const checkActive = async (
  userId: string,
  at: Pick<OperationContext, 'stores' | 'ports'>,
): Promise<void> => {
  try {
    await requireActiveUser(userId, at)
  } catch (thrown) {
    throw isDomainError(thrown, 'unauthenticated') ? authenticationFailed('user_not_active') : thrown
  }
}
