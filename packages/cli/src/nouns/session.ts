import type { Session } from '@muster/sdk'
import { flag, reference } from '../command/field.ts'
import { type Noun, verb } from '../command/verb.ts'
import { UsageError } from '../usage-error.ts'

const columns = {
  id: true,
  agent: true,
  address: true,
  last_seen_at: true,
  current: true,
  user_id: false,
  created_at: false,
  expires_at: false,
} as const satisfies Record<keyof Session, boolean>

const ofUser = reference('user', 'the sessions of this user; default: the caller')

export const sessionNoun: Noun = {
  name: 'session',
  about: 'open sessions',
  verbs: {
    list: verb({
      about: 'list open sessions, newest first',
      fields: { user_id: ofUser },
      examples: ['muster session list', 'muster session list --user ada'],
      shows: 'rows',
      columns,
      run: ({ muster, body: { user_id }, page }) =>
        user_id === undefined ? muster.sessions.list(page) : muster.sessions.listOfUser(user_id, page),
    }),
    close: verb({
      about: 'close a session',
      args: { session: { about: 'the id' } },
      fields: { user_id: ofUser },
      examples: ['muster session close 3f0c… --yes', 'muster session close 3f0c… --user ada'],
      confirm: ({ session }) => `Close the session ${session}?`,
      shows: 'sentence',
      run: async ({ muster, args: { session }, body: { user_id } }) => {
        if (user_id === undefined) await muster.sessions.close(session)
        else await muster.sessions.closeOfUser(user_id, session)
        return `Closed the session ${session}.`
      },
    }),
    'close-all': verb({
      about: 'close all sessions of the caller or of a user',
      fields: { user_id: ofUser, keep_current: flag('close all others and keep the current one') },
      examples: ['muster session close-all --keep-current', 'muster session close-all --user ada --yes'],
      check({ user_id, keep_current }) {
        if (user_id !== undefined && keep_current !== undefined)
          throw new UsageError('--keep-current is for sessions of the caller. Remove it or --user.')
      },
      confirm: ({ user_id }, { keep_current }) =>
        user_id === undefined
          ? `Close all your ${keep_current ? 'other ' : ''}sessions?`
          : `Close all sessions of the user ${user_id}?`,
      shows: 'sentence',
      run: async ({ muster, body: { user_id, keep_current } }) => {
        if (user_id === undefined) await muster.sessions.closeAll(keep_current ? { keep_current } : {})
        else await muster.sessions.closeAllOfUser(user_id)
        return 'Closed the sessions.'
      },
    }),
  },
}
