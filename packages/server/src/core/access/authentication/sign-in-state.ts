import type { Project } from '../../directory/projects/project.ts'
import type { User } from '../../directory/users/user.ts'
import type { DomainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { ActiveUser } from '../tokens/active-user.ts'
import type { TokenScope, TokenView } from '../tokens/token.ts'
import type { AuthFailure, AuthResult, DelegationBinding, SideEffect } from './auth-result.ts'
import type { SignInRequest } from './sign-in-request.ts'

/**
 * A user that a request names, with its domain. Read before a secret is verified, so both may have changed since. Undefined
 * for an unknown user, whose `reference` identifies it for rate limits.
 */
export type Subject = {
  readonly user: User | undefined
  readonly domain: Project | undefined
  readonly reference: string
}

/** The subjects of the methods that name one. */
export type Subjects = {
  readonly [M in 'password' | 'totp' | 'applicationCredential']?: Subject | undefined
}

/** What a sign-in has established so far. */
export type SignInState = {
  readonly request: SignInRequest
  readonly subjects: Subjects
  /** Of the methods in the request, in its order. */
  readonly results: readonly AuthResult[]
  /** A current view of the authority of the only method. */
  readonly cachedView: TokenView | undefined
  /** The user of every result. */
  readonly userId: string
  /** Read after all slow work; undefined while the cached view stands for it. */
  readonly user: User | undefined
  /** The user with its domain, both active; undefined while the cached view stands for the domain. */
  readonly activeUser: ActiveUser | undefined
  /** Methods completed before, from the receipt. */
  readonly earlier: readonly string[]
  /** The scope and the delegation of the token. */
  readonly binding: DelegationBinding
  /** The scope to use when that of the binding is not usable. */
  readonly fallback: TokenScope | undefined
  readonly view: TokenView | undefined
  /** Written in the transaction that ends the sign-in, also after a failure. */
  readonly sideEffects: readonly SideEffect[]
  /** Ends the sign-in. */
  readonly failure: DomainError | undefined
}

/** Returns what it adds to the state. Throws to end the sign-in without side effects. */
export type Step = (
  state: SignInState,
  at: OperationContext,
) => Partial<SignInState> | Promise<Partial<SignInState>>

/** An authentication method. Throws the same `unauthenticated` error for every reason that could reveal whether a user exists. */
export type Method = (
  input: Pick<SignInState, 'request' | 'subjects'>,
  at: OperationContext,
) => Promise<AuthResult | AuthFailure>
