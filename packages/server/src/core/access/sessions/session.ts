import type { Settings } from '../../kernel/settings.ts'

/** One sign-in of a person. Only who signed in knows its secret; the store keeps a hash. */
export type Session = {
  readonly id: string
  readonly userId: string
  /** What was proven at sign-in. */
  readonly methods: readonly string[]
  /** How the client called itself, and the address it came from. */
  readonly agent: string | null
  readonly address: string | null
  /** Unix milliseconds, as all times below. */
  readonly createdAt: number
  /** At most a minute behind. */
  readonly lastSeenAt: number
}

/** Every session secret begins with this. */
export const sessionPrefix = 'mst_s_'

type Limits = Pick<Settings, 'sessionIdleLimit' | 'sessionAbsoluteLimit'>
type Ceiling = Pick<Settings, 'sessionAbsoluteLimit'>

/** Sessions that began and were seen later than this live. */
export type SessionCutoffs = { readonly begunAfter: number; readonly seenAfter: number }

export const sessionCutoffs = (
  now: number,
  { sessionIdleLimit, sessionAbsoluteLimit }: Limits,
): SessionCutoffs => ({
  begunAfter: now - sessionAbsoluteLimit * 1000,
  seenAfter: now - sessionIdleLimit * 1000,
})

/** When the session ends however much it is used. */
export const sessionEnd = ({ createdAt }: Session, { sessionAbsoluteLimit }: Ceiling): number =>
  createdAt + sessionAbsoluteLimit * 1000
