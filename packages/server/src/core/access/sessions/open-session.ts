import { isPerson } from '../../directory/users/user-kinds.ts'
import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import { command, type OperationContext } from '../../kernel/operation.ts'
import { fold } from '../../kernel/text.ts'
import { applySideEffect } from '../authentication/apply-side-effects.ts'
import { authenticationFailed, isAuthFailure, type SideEffect } from '../authentication/auth-result.ts'
import {
  assertResultsStillValid,
  checkFactors,
  failureOutcome,
  successEffects,
} from '../authentication/check-mfa.ts'
import { onFailureSlot } from '../authentication/failure-slot.ts'
import { findUserByLogin, type LoginIdentifier } from '../authentication/find-user-by-login.ts'
import { type AuthResults, authenticate } from '../authentication/run-methods.ts'
import { type Session, sessionCutoffs, sessionPrefix } from './session.ts'

export type OpenSession = Omit<LoginIdentifier, 'login'> & {
  readonly password: string
  /** The one-time password, for users with a second factor. */
  readonly passcode?: string | undefined
  readonly agent: string | null
  readonly address: string | null
}

/** The secret is shown once. */
export type OpenedSession = { readonly session: Session; readonly secret: string }

type Ready = {
  readonly results: AuthResults
  readonly domainId: string | null
  readonly secret: string
  readonly sideEffects: readonly SideEffect[]
}
type Failed = { readonly failure: DomainError; readonly sideEffects: readonly SideEffect[] }

/**
 * Signs a person in with a username or claimed email, a password and, where required, a one-time password. Rejects with
 * the same `unauthenticated` error for every reason that could reveal whether a user exists. Lockout and multi-factor
 * rules apply as in any other sign-in (T64, T79). Deletes expired sessions of the user.
 */
export const openSession = command({
  access: 'public',
  // The user's row is locked first, which serialises sign-ins with changes of its password or status.
  isolation: 'read committed',
  prepare: (input: OpenSession, _found, at): Promise<Ready | Failed> =>
    onFailureSlot(
      at,
      () => attempt(input, at),
      (outcome) => ('failure' in outcome ? outcome.failure : undefined),
    ),
  apply: async (input, { prepared, ...at }): Promise<OpenedSession | DomainError> => {
    const { stores, ports, now, record } = at
    if ('failure' in prepared) {
      for (const work of prepared.sideEffects) await applySideEffect(work, at)
      return prepared.failure
    }
    const { results, domainId, secret, sideEffects } = prepared
    const [{ userId }] = results
    const methods = results.flatMap((result) => result.methods)
    await applySideEffect({ kind: 'mark_active', userId }, at)
    await assertResultsStillValid(results, at)
    for (const work of sideEffects) await applySideEffect(work, at)
    await stores.sessions.closeExpired(userId, sessionCutoffs(now, ports.settings))
    const session = {
      id: ports.newId(),
      userId,
      methods,
      agent: input.agent,
      address: input.address,
      createdAt: now,
      lastSeenAt: now,
    }
    await stores.sessions.insert({ ...session, secretHash: ports.secrets.hash(secret) })
    record({
      kind: 'session.opened',
      subject: { type: 'session', id: session.id },
      domainId,
      detail: { user_id: userId, methods },
    })
    return { session, secret }
  },
})

const attempt = async (input: OpenSession, at: OperationContext): Promise<Ready | Failed> => {
  const user = await findUserByLogin(input, at)
  const { username, email, domain } = input
  const unknownUserKey = JSON.stringify([domain, fold(username ?? ''), email]).slice(0, 400)
  // An unknown user gets an id derived from the input, so that attempts at it are rate limited as well.
  const owner = { user: { id: user?.id ?? unknownUserKey } }
  const { password, passcode } = input
  const factor = passcode === undefined ? undefined : { ...owner, passcode }
  const methods = factor ? ['password', 'totp'] : ['password']
  const results = await authenticate({ methods, password: { ...owner, password }, totp: factor }, at)
  if (isAuthFailure(results)) {
    const { answer: failure, sideEffects } = failureOutcome(results, at)
    return { failure, sideEffects }
  }
  // Checked last, so that the response time does not differ from that of a person (T73).
  if (user && !isPerson(user)) return { failure: authenticationFailed('user_not_a_person'), sideEffects: [] }
  // Sessions must not bypass the user's multi-factor rules (T64).
  const factors = await checkFactors(results, undefined, at)
  if ('lacking' in factors) return { failure: factorsMissing(), sideEffects: factors.lacking.sideEffects }
  return {
    results,
    domainId: user?.domainId ?? null,
    secret: at.ports.secrets.make(sessionPrefix),
    sideEffects: successEffects(factors, results, at),
  }
}

const factorsMissing = () =>
  domainError(
    'unauthenticated',
    'factors_missing',
    'This user must sign in with a further factor beside the password.',
  )
