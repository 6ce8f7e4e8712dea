import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import { command, type OperationContext } from '../../kernel/operation.ts'
import { fold } from '../../kernel/text.ts'
import { applySideEffect } from '../authentication/apply-side-effects.ts'
import { assertResultsStillValid } from '../authentication/auth-result.ts'
import { onFailureSlot } from '../authentication/failure-slot.ts'
import { findUserByLogin, type LoginIdentifier } from '../authentication/find-user-by-login.ts'
import { runSteps, sessionSignIn } from '../authentication/pipeline.ts'
import type { SignInState } from '../authentication/sign-in-state.ts'
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

/**
 * Signs a person in with a username or claimed email, a password and, where required, a one-time password. Rejects with
 * the same `unauthenticated` error for every reason that could reveal whether a user exists. Lockout and multi-factor
 * rules apply as in any other sign-in (T64, T79). Deletes expired sessions of the user.
 */
export const openSession = command({
  access: 'public',
  // The user's row is locked first, which serialises sign-ins with changes of its password or status.
  isolation: 'read committed',
  prepare: (input: OpenSession, _found, at): Promise<SignInState> =>
    onFailureSlot(
      at,
      () => attempt(input, at),
      ({ failure }) => failure,
    ),
  apply: async (
    input,
    { prepared: { failure, userId, user, results, sideEffects }, ...at },
  ): Promise<OpenedSession | DomainError> => {
    const { stores, ports, now, record } = at
    if (failure) {
      for (const work of sideEffects) await applySideEffect(work, at)
      return failure.code === 'factors_missing' ? factorsMissing() : failure
    }
    const methods = results.flatMap((result) => result.methods)
    await applySideEffect({ kind: 'mark_active', userId }, at)
    await assertResultsStillValid(results, at)
    for (const work of sideEffects) await applySideEffect(work, at)
    await stores.sessions.closeExpired(userId, sessionCutoffs(now, ports.settings))
    const secret = ports.secrets.make(sessionPrefix)
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
      domainId: user?.domainId ?? null,
      detail: { user_id: userId, methods },
    })
    return { session, secret }
  },
})

const attempt = async (input: OpenSession, at: OperationContext): Promise<SignInState> => {
  const { username, email, domain, password, passcode } = input
  // An unknown user has a reference derived from the input, so that attempts at it are rate limited as well.
  const reference = JSON.stringify([domain, fold(username ?? ''), email]).slice(0, 400)
  const subject = { ...(await findUserByLogin(input, at)), reference }
  // The subjects are given, so the request does not name them.
  const request = {
    methods: passcode === undefined ? ['password'] : ['password', 'totp'],
    password: { user: {}, password },
    totp: passcode === undefined ? undefined : { user: {}, passcode },
  }
  return runSteps(sessionSignIn, { request, subjects: { password: subject, totp: subject } }, at)
}

const factorsMissing = () =>
  domainError(
    'unauthenticated',
    'factors_missing',
    'This user must also provide a second factor, such as a one-time password.',
  )
