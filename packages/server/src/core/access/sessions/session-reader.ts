import type { BasePorts } from '../../kernel/ports.ts'
import type { Store } from '../../kernel/stores.ts'
import type { CachedReaderParts } from '../cached-reader.ts'
import { makeSecretReader, type SecretReader, type SecretView } from '../secret-reader.ts'
import { invalidSession, resolveSession } from './resolve-session.ts'
import { type Session, sessionCutoffs, sessionPrefix } from './session.ts'

export type SessionView = SecretView & { readonly session: Session }

export type SessionReaderParts = Pick<CachedReaderParts<SessionView>, 'cache' | 'mayUseCache'> & {
  readonly store: Store
  readonly ports: BasePorts
}

/** Resolves the secrets of active sessions. */
export const makeSessionReader = ({ store, ports, ...parts }: SessionReaderParts): SecretReader => {
  const isActive = ({ createdAt }: Session, lastSeenAt: number) => {
    const { begunAfter, seenAfter } = sessionCutoffs(ports.now(), ports.settings)
    return createdAt > begunAfter && lastSeenAt > seenAfter
  }
  return makeSecretReader({
    ...parts,
    now: ports.now,
    hashOf: (text) => (ports.secrets.is(sessionPrefix, text) ? ports.secrets.hash(text) : undefined),
    unreadable: () => invalidSession('session_unreadable'),
    // A session that looks idle may have been used on another node; the store knows.
    isCurrent: ({ session, recordedUse }) => isActive(session, recordedUse.at),
    async load(hash) {
      const stores = store.reading
      const session = await stores.sessions.getBySecret(hash)
      if (!session) throw invalidSession('session_unknown')
      if (!isActive(session, session.lastSeenAt)) throw invalidSession('session_ended')
      const resolved = await resolveSession(session, { stores, ports, now: ports.now() })
      return { token: hash, ...resolved, session, recordedUse: { at: session.lastSeenAt } }
    },
    // Less than a minute where the idle limit is short.
    recordInterval: () => Math.min(60_000, ports.settings.sessionIdleLimit * 250),
    async recordUse({ session }, now) {
      const found = await store.transaction('read committed', async ({ sessions, users }) => {
        await users.markActive(session.userId, now)
        return sessions.recordUse(session.id, now)
      })
      if (!found) throw invalidSession('session_closed')
    },
  })
}
