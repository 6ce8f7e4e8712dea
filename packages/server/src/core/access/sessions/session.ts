import type { Settings } from '../../kernel/settings.ts'

/** A sign-in of a person. The store holds a hash of its secret only. */
export type Session = {
  readonly id: string
  readonly userId: string
  /** The authentication methods of the sign-in. */
  readonly methods: readonly string[]
  /** The client's User-Agent and network address. */
  readonly agent: string | null
  readonly address: string | null
  /** Unix milliseconds, as all times below. */
  readonly createdAt: number
  /** At most a minute behind the actual last use. */
  readonly lastSeenAt: number
}

/** Every session secret begins with this. */
export const sessionPrefix = 'mst_s_'

type Limits = Pick<Settings, 'sessionIdleLimit' | 'sessionAbsoluteLimit'>
type Ceiling = Pick<Settings, 'sessionAbsoluteLimit'>

/** A session is active when it began and was last seen later than these times. */
export type SessionCutoffs = { readonly begunAfter: number; readonly seenAfter: number }

export const sessionCutoffs = (
  now: number,
  { sessionIdleLimit, sessionAbsoluteLimit }: Limits,
): SessionCutoffs => ({
  begunAfter: now - sessionAbsoluteLimit * 1000,
  seenAfter: now - sessionIdleLimit * 1000,
})

/** The absolute end of the session, in unix milliseconds. */
export const sessionEnd = ({ createdAt }: Session, { sessionAbsoluteLimit }: Ceiling): number =>
  createdAt + sessionAbsoluteLimit * 1000
