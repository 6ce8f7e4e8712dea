import type { At } from '../operation.ts'
import { type Refusal, refuse } from '../refusal.ts'
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
  /** Work to commit once everything else has succeeded. */
  readonly afterwards?: readonly Afterwards[]
}

/** A fresh hash of the same password. */
export type Afterwards = {
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
