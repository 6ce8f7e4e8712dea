import type { server as contract } from '@muster/contract/native/server.ts'
import { getServer, listServerSettings } from '../../core/kernel/server/get-server.ts'
import type { NativeHandlers } from './request-context.ts'
import { time, timeOrNull } from './times.ts'

export const server = {
  async getServer(_request, context) {
    const state = await context.run(getServer, {})
    return {
      status: 200,
      body: {
        version: state.version,
        started_at: time(state.startedAt),
        database: {
          kind: state.database,
          ready: state.isDatabaseReady,
          migration: state.migration ?? null,
        },
        mail: {
          transport: state.mailTransport,
          overdue: state.isMailOverdue,
          queued: state.queuedMessages,
          dead: state.deadMessages,
        },
        change_feed: { fresh: state.isChangeFeedFresh },
        keys: state.keyRings.map(({ purpose, source, active, changedAt }) => ({
          purpose,
          source,
          active,
          changed_at: timeOrNull(changedAt),
        })),
      },
    }
  },

  async listServerSettings(_request, context) {
    const settings = await context.run(listServerSettings, {})
    return {
      status: 200,
      body: {
        settings: settings.map(({ name, variable, about, source, hidden, isSet, value }) => ({
          name,
          variable,
          description: about,
          source: source ?? null,
          hidden,
          set: isSet,
          value: value ?? null,
        })),
      },
    }
  },
} satisfies NativeHandlers<typeof contract>
