import { checkFactors, checkStillHold, complete, wrongOutcome } from '../auth/factors.ts'
import { onFailureSlot } from '../auth/failure-slot.ts'
import { finish } from '../auth/finish.ts'
import { type LoginName, namedUser } from '../auth/named-user.ts'
import { type Afterwards, failedSignIn, isWrong } from '../auth/proof.ts'
import { type Proofs, prove } from '../auth/prove.ts'
import { type At, command } from '../operation.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { fold } from '../text.ts'
import { isPerson } from '../users/user-kinds.ts'
import { livingSince, type Session, sessionPrefix } from './session.ts'

export type OpenSession = Omit<LoginName, 'login'> & {
  readonly password: string
  /** The one-time password, of users who sign in with one too. */
  readonly passcode?: string | undefined
  readonly agent: string | null
  readonly address: string | null
}

/** The secret is told this once. */
export type OpenedSession = { readonly session: Session; readonly secret: string }

type Ready = {
  readonly proofs: Proofs
  readonly domainId: string | null
  readonly secret: string
  readonly afterwards: readonly Afterwards[]
}
type Failed = { readonly failure: Refusal; readonly afterwards: readonly Afterwards[] }

/**
 * A sign-in by username or claimed email, and password, and a one-time password where one is asked for. Refuses `unauthenticated`, the same for every reason
 * that would tell a stranger about users; locks and factors are those of any other sign-in (T64, T79). Sessions
 * of the user that a limit has ended are forgotten on the way.
 */
export const openSession = command({
  rule: 'open',
  // The row of the user, locked first, orders this with a change of its password or status.
  isolation: 'read committed',
  prepare: (input: OpenSession, _found, at): Promise<Ready | Failed> =>
    onFailureSlot(
      at,
      () => attempt(input, at),
      (outcome) => ('failure' in outcome ? outcome.failure : undefined),
    ),
  apply: async (input, { prepared, ...at }): Promise<OpenedSession | Refusal> => {
    const { stores, ports, now, record } = at
    if ('failure' in prepared) {
      for (const work of prepared.afterwards) await finish(work, at)
      return prepared.failure
    }
    const { proofs, domainId, secret, afterwards } = prepared
    const [{ userId }] = proofs
    const methods = proofs.flatMap((proof) => proof.methods)
    await finish({ kind: 'mark_active', userId }, at)
    await checkStillHold(proofs, at)
    for (const work of afterwards) await finish(work, at)
    await stores.sessions.closeEnded(userId, livingSince(now, ports.settings))
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

const attempt = async (input: OpenSession, at: At): Promise<Ready | Failed> => {
  const user = await namedUser(input, at)
  const { username, email, domain } = input
  const asked = JSON.stringify([domain, fold(username ?? ''), email]).slice(0, 400)
  // A user that does not exist is asked for by an id that names what was given, and so is limited by that.
  const owner = { user: { id: user?.id ?? asked } }
  const { password, passcode } = input
  const factor = passcode === undefined ? undefined : { ...owner, passcode }
  const methods = factor ? ['password', 'totp'] : ['password']
  const proofs = await prove({ methods, password: { ...owner, password }, totp: factor }, at)
  if (isWrong(proofs)) {
    const { answer: failure, afterwards } = wrongOutcome(proofs, at)
    return { failure, afterwards }
  }
  // Told apart only now, when everything has been done that is done for a person (T73).
  if (user && !isPerson(user)) return { failure: failedSignIn('user_not_a_person'), afterwards: [] }
  // Another way to sign in must not be a way around the factors a user has (T64).
  const factors = await checkFactors(proofs, undefined, at)
  if ('lacking' in factors) return { failure: factorsMissing(), afterwards: factors.lacking.afterwards }
  return {
    proofs,
    domainId: user?.domainId ?? null,
    secret: at.ports.secrets.make(sessionPrefix),
    afterwards: complete(factors, proofs, at),
  }
}

const factorsMissing = () =>
  refuse('unauthenticated', 'factors_missing', 'This user signs in with more than a password.')
