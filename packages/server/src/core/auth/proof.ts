import type { At } from '../operation.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { TokenFacts, TokenScope, TokenView } from '../tokens/token.ts'
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
  /** Work to commit once everything else has succeeded. */
  readonly afterwards?: readonly Rehash[]
}

/** Which delegation a token carries, and the one place it reaches. */
export type Lent = { readonly scope: TokenScope } & Pick<
  TokenFacts,
  'trustId' | 'applicationCredentialId' | 'accessTokenId'
>

/** Written only when the token is there: a fresh hash of the same password, a use of a trust. */
export type Afterwards = Rehash | NoteUse | { readonly kind: 'consume_trust'; readonly trustId: string }

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

/** One way to prove who one is. Throws `unauthenticated`, the same for every reason that tells about users. */
export type Method = (request: SignInRequest, at: At) => Promise<Proof>

/** The code is for the log; whoever tries to sign in hears the same for all of them (T72). */
export const failedSignIn = (code: string): Refusal =>
  refuse('unauthenticated', code, 'The request you have made requires authentication.')
