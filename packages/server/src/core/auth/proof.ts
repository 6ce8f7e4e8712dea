import type { UsedNonce } from '../oauth1/oauth1-store.ts'
import type { At } from '../operation.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { livingUser } from '../tokens/living.ts'
import type { TokenFacts, TokenScope, TokenView } from '../tokens/token.ts'
import type { Guessed } from './lockout.ts'
import type { SignInRequest } from './sign-in-request.ts'

/** What one method proved. */
export type Proof = {
  readonly userId: string
  /** What the token will list. */
  readonly methods: readonly string[]
  /** Unix seconds: the new token never outlives this. */
  readonly notAfter?: number
  /** The audit id of the first token of the chain, when there is one already. */
  readonly rootAuditId?: string
  /** Refuses a scope that this way of signing in may not reach; gets undefined when none was asked for. */
  readonly mayReach?: (scope: SignInRequest['scope']) => void
  /** False: without an explicit scope the token is unscoped. */
  readonly defaultScope?: boolean
  /** What was lent to make this proof: the token is bound to it, and to its scope. */
  readonly lent?: Lent
  /** A view of the authority this proof stands for, when it is known to hold right now. */
  readonly standing?: TokenView
  /** Told of the token that came of it, to remember what it is worth. */
  readonly keep?: (issued: TokenView) => void
  readonly noteUse?: NoteUse
  /** Whether it is a guess that may be wrong, and so counts towards the lockout. */
  readonly guessable?: boolean
  /** Asked once more at the end: false when what was shown has been replaced meanwhile. */
  readonly stillHolds?: (at: Pick<At, 'stores'>) => Promise<boolean>
  /** Work to commit once everything else has succeeded. */
  readonly afterwards?: readonly (Rehash | UsePasscode | UseNonce)[]
}

/** Which delegation a token carries, and the one place it reaches. */
export type Lent = { readonly scope: TokenScope } & Pick<
  TokenFacts,
  'trustId' | 'applicationCredentialId' | 'accessTokenId' | 'certificateThumbprint'
>

/**
 * Written together with the answer: a fresh hash of the same password, the use of a trust or of a one-time
 * password, failures that count or are forgiven.
 */
export type Afterwards =
  | Rehash
  | UsePasscode
  | UseNonce
  | NoteUse
  | { readonly kind: 'consume_trust'; readonly trustId: string }
  | { readonly kind: 'mark_active'; readonly userId: string }
  | { readonly kind: 'count_failure'; readonly user: Guessed | undefined }
  | { readonly kind: 'settle_failures' | 'check_lock'; readonly user: Guessed }

/** A one-time password is worth one sign-in (RFC 6238 section 5.2, T50). */
export type UsePasscode = {
  readonly kind: 'use_passcode'
  readonly credentialId: string
  readonly step: number
}

/** A signed request is worth one sign-in (RFC 5849 section 3.3). */
export type UseNonce = { readonly kind: 'use_nonce'; readonly nonce: UsedNonce }

/** When an application credential was last used; written seldom. */
export type NoteUse = {
  readonly kind: 'note_use'
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
export type WrongGuess = { readonly wrong: Refusal; readonly user: Guessed | undefined }

export const wrongGuess = (code: string, user: Guessed | undefined): WrongGuess => ({
  wrong: failedSignIn(code),
  user,
})

export const isWrong = (outcome: object): outcome is WrongGuess => 'wrong' in outcome

/** One way to prove who one is. Throws `unauthenticated`, the same for every reason that tells about users. */
export type Method = (request: SignInRequest, at: At) => Promise<Proof | WrongGuess>

/** The code is for the log; whoever tries to sign in hears the same for all of them (T72). */
export const failedSignIn = (code: string): Refusal =>
  refuse('unauthenticated', code, 'The request you have made requires authentication.')

/** What a token does not tell, a sign-in does not either. */
export const asFailedSignIn = (thrown: unknown): never => {
  throw isRefusal(thrown, 'unauthenticated') ? failedSignIn(thrown.code) : thrown
}

/** Refuses a user that may not act now, in words that tell nothing. */
export const checkActive = async (userId: string, at: Pick<At, 'stores' | 'ports'>): Promise<void> => {
  try {
    await livingUser(userId, at)
  } catch (thrown) {
    throw isRefusal(thrown, 'unauthenticated') ? failedSignIn('user_not_active') : thrown
  }
}
