import type { Message } from '@muster/sdk'
import { choice, reference } from '../command/field.ts'
import { type Noun, verb } from '../command/verb.ts'

const columns = {
  id: true,
  to: true,
  template: true,
  language: false,
  state: true,
  attempts: true,
  created_at: true,
  user_id: false,
  domain_id: false,
  next_attempt_at: false,
  last_error: false,
  expires_at: false,
  sent_at: false,
} as const satisfies Record<keyof Message, boolean>

export const mailNoun: Noun = {
  name: 'mail',
  about: 'emails that the server sends',
  verbs: {
    list: verb({
      about: 'list emails with their states, newest first',
      fields: {
        state: choice('only in this state', ['queued', 'sent', 'dead']),
        user_id: reference('user', 'only to this user'),
        domain_id: reference('domain', 'only of this domain'),
      },
      examples: ['muster mail list --state dead --columns to,template,last_error'],
      shows: 'rows',
      columns,
      run: ({ muster, body, page }) => muster.messages.list({ ...body, ...page }),
    }),
    retry: verb({
      about: 'send a waiting or dead email now',
      args: { message: { about: 'the id' } },
      examples: ['muster mail retry 3f0c…'],
      shows: 'object',
      columns,
      run: ({ muster, args }) => muster.messages.retry(args.message),
    }),
  },
}
