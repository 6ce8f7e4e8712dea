import { findDomain, findUser } from '../auth/find.ts'
import { passwordMethod } from '../auth/password-method.ts'
import { failedSignIn } from '../auth/proof.ts'
import type { DomainRef } from '../auth/sign-in-request.ts'
import { type At, command } from '../operation.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { claimedEmail } from '../users/claimed-email.ts'
import type { User } from '../users/user.ts'
import { livingSince, type Session, sessionPrefix } from './session.ts'

export type OpenSession = {
  /** One of the two. */
  readonly username?: string | undefined
  readonly email?: string | undefined
  /** Absent: the default domain. */
  readonly domain?: DomainRef | undefined
  readonly password: string
  readonly agent: string | null
  readonly address: string | null
}

/** The secret is told this once. */
export type OpenedSession = { readonly session: Session; readonly secret: string }

/**
 * A sign-in by username or claimed email, and password. Refuses `unauthenticated`, the same for every reason
 * that would tell a stranger about users. Sessions of the user that a limit has ended are forgotten on the way.
 */
export const openSession = command({
  rule: 'open',
  // The row of the user, locked first, orders this with a change of its password or status.
  isolation: 'read committed',
  prepare: async (input: OpenSession, _found, at) => {
    const user = await named(input, at)
    const setAt = user && (await at.stores.users.currentPassword(user.id))?.createdAt
    const proof = await passwordMethod(
      { methods: ['password'], password: { user: { id: user?.id ?? '' }, password: input.password } },
      at,
    )
    if (user && needsMore(user, proof.methods, at.ports.settings.authMethods))
      throw refuse('unauthenticated', 'factors_missing', 'This user signs in with more than a password.')
    return { proof, setAt, secret: at.ports.secrets.make(sessionPrefix) }
  },
  apply: async (input, { stores, ports, now, record, prepared }): Promise<OpenedSession> => {
    const { proof, setAt, secret } = prepared
    const { userId, methods } = proof
    if (!(await stores.users.markActive(userId, now))) throw failedSignIn('user_not_active')
    if ((await stores.users.currentPassword(userId))?.createdAt !== setAt)
      throw failedSignIn('password_replaced')
    for (const { oldHash, newHash } of proof.afterwards ?? [])
      await stores.users.replaceHash(userId, oldHash, newHash)
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
    const user = await stores.users.get(userId)
    record({
      kind: 'session.opened',
      subject: { type: 'session', id: session.id },
      domainId: user?.domainId ?? null,
      detail: { user_id: userId, methods, address: input.address },
    })
    return { session, secret }
  },
})

/** Undefined for a user that does not exist; whoever asks must not be able to tell (T73). */
const named = async ({ username, email, domain }: OpenSession, at: At): Promise<User | undefined> => {
  const where = domain ?? { id: at.ports.settings.defaultDomainId }
  if (email === undefined) return findUser({ name: username, domain: where }, at)
  const found = await findDomain(where, at)
  const address = readEmail(email)
  return found && address !== undefined ? at.stores.users.getByClaimedEmail(found.id, address) : undefined
}

const readEmail = (given: string): string | undefined => {
  try {
    return claimedEmail(given).claimed
  } catch (thrown) {
    if (isRefusal(thrown, 'invalid')) return undefined
    throw thrown
  }
}

/** Rules of several factors that these methods alone do not meet (keystone.md section 7; T64). */
const needsMore = ({ options }: User, proven: readonly string[], enabled: readonly string[]): boolean => {
  if (options.multi_factor_auth_enabled === false) return false
  const rules = (options.multi_factor_auth_rules ?? [])
    .map((rule) => rule.filter((method) => enabled.includes(method)))
    .filter((rule) => rule.length > 0)
  return rules.length > 0 && !rules.some((rule) => rule.every((method) => proven.includes(method)))
}
