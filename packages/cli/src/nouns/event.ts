import type { Event } from '@muster/sdk'
import { choice, flag, reference, text, time } from '../command/field.ts'
import { type Noun, verb } from '../command/verb.ts'
import { UsageError } from '../usage-error.ts'

const columns = {
  sequence: true,
  occurred_at: true,
  kind: true,
  subject_id: true,
  actor_id: true,
  subject_type: false,
  domain_id: false,
  face: false,
  request_id: false,
  detail: false,
} as const satisfies Record<keyof Event, boolean>

const sequence = (word: string): number => {
  if (/^[1-9]\d{0,15}$/.test(word)) return Number(word)
  throw new UsageError('The sequence of an event is a whole number.')
}

export const eventNoun: Noun = {
  name: 'event',
  about: 'the event log: every change, and who made it',
  verbs: {
    list: verb({
      about: 'list events, newest first, or follow them as they happen',
      fields: {
        kind: text('a kind as in user.created, or user.* for all of a noun', 'KIND'),
        subject_type: text('only events of this type of object', 'TYPE'),
        subject_id: text('only events of this object', 'ID'),
        actor_id: reference('user', 'only events that this user caused'),
        domain_id: reference('domain', 'only events of this domain'),
        since: time('from this time on'),
        until: time('before this time'),
        sort: choice('the order; default: newest', ['newest', 'oldest']),
        follow: flag('print events as they happen, until Ctrl-C'),
      },
      examples: [
        'muster event list --kind user.deleted --limit 10',
        'muster event list --actor ada --since 2026-01-31T00:00:00Z --output csv',
        'muster event list --follow --output json',
      ],
      check({ follow, until, sort }) {
        if (follow && (until !== undefined || sort !== undefined))
          throw new UsageError('--follow has no end and no other order. Remove --until and --sort.')
      },
      shows: 'rows',
      columns,
      follows: ({ follow }) => follow === true,
      run: ({ muster, body: { follow, since, until, sort, ...conditions }, page }) =>
        follow
          ? muster.events.follow(conditions, since === undefined ? {} : { since })
          : muster.events.list({ ...conditions, since, until, sort, ...page }),
    }),
    show: verb({
      about: 'show an event with its details',
      args: { sequence: { about: 'the sequence of the event', check: sequence } },
      examples: ['muster event show 42 --output json'],
      shows: 'object',
      columns,
      run: ({ muster, args }) => muster.events.get(sequence(args.sequence)),
    }),
  },
}
