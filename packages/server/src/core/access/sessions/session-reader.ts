import type { KnownCaller } from '../../kernel/caller.ts'
import type { BasePorts } from '../../kernel/ports.ts'
import type { Store } from '../../kernel/stores.ts'
import type { Cached, DependencyCache } from '../tokens/dependency-cache.ts'
import { invalidSession, resolveSession } from './resolve-session.ts'
import { type Session, sessionCutoffs, sessionPrefix } from './session.ts'

/** Resolves the secret of a session to its caller, from the cache when possible, else from the store. */
export type SessionReader = {
  /** The cached caller, synchronously. Undefined when it is not cached, the cache is not usable, or a use must be recorded. */
  peek(secret: string): KnownCaller | undefined
  /** Throws `unauthenticated` for anything but the secret of an active session. */
  read(secret: string): Promise<KnownCaller>
}

/** Cached under the hash of the secret, so that memory holds no secrets. */
export type SessionView = Cached & {
  readonly session: Session
  readonly caller: KnownCaller
  readonly cacheExpiresAt: number
  /** The last recorded use, in unix milliseconds; the actual last use is less than a minute later. */
  readonly recordedUse: { at: number }
}

export type SessionReaderParts = {
  readonly store: Store
  readonly ports: BasePorts
  readonly cache: DependencyCache<SessionView>
  /** Whether this process receives the changes of other nodes, so that cached views are current. */
  readonly mayUseCache: () => boolean
}

/** Milliseconds between recorded uses of a session; less where the idle limit is short. */
const recordInterval = (idleLimit: number) => Math.min(60_000, idleLimit * 250)

export const makeSessionReader = ({
  store,
  ports,
  cache,
  mayUseCache,
}: SessionReaderParts): SessionReader => {
  const isActive = ({ createdAt }: Session, lastSeenAt: number) => {
    const { begunAfter, seenAfter } = sessionCutoffs(ports.now(), ports.settings)
    return createdAt > begunAfter && lastSeenAt > seenAfter
  }
  const shouldRecordUse = ({ recordedUse }: SessionView) =>
    ports.now() - recordedUse.at >= recordInterval(ports.settings.sessionIdleLimit)

  const cached = (hash: string): SessionView | undefined => {
    const view = cache.get(hash)
    // A session that looks idle may have been used on another node; the store knows.
    if (!view || !mayUseCache() || ports.now() >= view.cacheExpiresAt) return undefined
    return isActive(view.session, view.recordedUse.at) ? view : undefined
  }

  const fromStore = async (hash: string): Promise<SessionView> => {
    const readVersion = cache.version()
    const stores = store.reading
    const session = await stores.sessions.getBySecret(hash)
    if (!session) throw invalidSession('session_unknown')
    if (!isActive(session, session.lastSeenAt)) throw invalidSession('session_ended')
    const resolved = await resolveSession(session, { stores, ports })
    const view = { token: hash, ...resolved, session, recordedUse: { at: session.lastSeenAt } }
    if (mayUseCache()) cache.put(view, readVersion)
    return view
  }

  const recordUse = async ({ session, recordedUse }: SessionView): Promise<void> => {
    const before = recordedUse.at
    const now = ports.now()
    // Set before writing, so that only one of several concurrent requests writes.
    recordedUse.at = now
    try {
      const found = await store.transaction('read committed', async ({ sessions, users }) => {
        await users.markActive(session.userId, now)
        return sessions.recordUse(session.id, now)
      })
      if (!found) throw invalidSession('session_closed')
    } catch (thrown) {
      recordedUse.at = before
      throw thrown
    }
  }

  return {
    peek(secret) {
      if (!ports.secrets.is(sessionPrefix, secret)) return undefined
      const view = cached(ports.secrets.hash(secret))
      return view && !shouldRecordUse(view) ? view.caller : undefined
    },
    async read(secret) {
      if (!ports.secrets.is(sessionPrefix, secret)) throw invalidSession('session_unreadable')
      const hash = ports.secrets.hash(secret)
      const view = cached(hash) ?? (await fromStore(hash))
      if (shouldRecordUse(view)) await recordUse(view)
      return view.caller
    },
  }
}
