import type { KeyPurpose } from '../keys/key-ring.ts'
import { type OperationContext, query } from '../operation.ts'
import type { ServerReport, SettingReport } from './server-report.ts'

export type KeyRingState = {
  readonly purpose: KeyPurpose
  readonly source: 'database' | 'repository'
  /** Null where the keys are not in the store, as `changedAt`. */
  readonly active: number | null
  readonly changedAt: number | null
}

export type ServerState = Pick<ServerReport, 'version' | 'startedAt' | 'database' | 'mailTransport'> & {
  readonly isDatabaseReady: boolean
  readonly migration: string | undefined
  readonly isChangeFeedFresh: boolean
  readonly isMailOverdue: boolean
  /** At most `mostMessages`. */
  readonly queuedMessages: number
  readonly deadMessages: number
  readonly keyRings: readonly KeyRingState[]
}

const mostMessages = 1000

/** Milliseconds after which a due message shows that mail is not being sent. */
const overdueAfter = 60_000

const stateOf = async (
  { purpose, source }: ServerReport['keyRings'][number],
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<KeyRingState> => {
  if (source === 'repository') return { purpose, source, active: null, changedAt: null }
  const keys = await stores.keys.list(purpose)
  const { rows } = await stores.events.find({
    kinds: ['keys.made', 'keys.rotated'],
    subjectType: 'keys',
    subjectId: purpose,
    descending: true,
    limit: 1,
  })
  return { purpose, source, active: keys.length, changedAt: rows[0]?.event.at ?? null }
}

/** The state of the node that runs the operation. It contains no key and no setting. */
export const getServer = query({
  rule: 'muster:get_server',
  read: async (_input: Readonly<Record<never, never>>, _found, at): Promise<ServerState> => {
    const { stores, now, ports } = at
    const { version, startedAt, database, mailTransport, keyRings, ...report } = ports.server
    return {
      version,
      startedAt,
      database,
      mailTransport,
      isDatabaseReady: await report.isDatabaseReady(),
      migration: await report.migration(),
      isChangeFeedFresh: report.isChangeFeedFresh(),
      isMailOverdue: await stores.messages.anyDue(now - overdueAfter),
      queuedMessages: await stores.messages.count('queued', mostMessages),
      deadMessages: await stores.messages.count('dead', mostMessages),
      keyRings: await Promise.all(keyRings.map((ring) => stateOf(ring, at))),
    }
  },
})

export const listServerSettings = query({
  rule: 'muster:list_server_settings',
  read: (_input: Readonly<Record<never, never>>, _found, { ports }): readonly SettingReport[] =>
    ports.server.settings,
})
