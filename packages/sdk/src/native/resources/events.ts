import { sleep } from '../../transport/retry.ts'
import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi } from '../api.ts'
import type { Event } from '../types.ts'

export interface EventConditions {
  /** An event kind, such as `user.created`; docs/reference/events.md lists them. */
  readonly kind?: string | undefined
  readonly subject_type?: string | undefined
  readonly subject_id?: string | undefined
  readonly actor_id?: string | undefined
  readonly domain_id?: string | undefined
}

export interface ListEvents extends EventConditions {
  /** RFC 3339. */
  readonly since?: string | undefined
  /** RFC 3339. */
  readonly until?: string | undefined
  /** Default: `newest`. */
  readonly sort?: 'newest' | 'oldest' | undefined
  /** Events on each page; the list continues over all pages. */
  readonly limit?: number | undefined
}

export interface FollowEvents extends CallOptions {
  /** RFC 3339; default: after the newest event. */
  readonly since?: string | undefined
  /** Milliseconds between two requests; default: 1000. */
  readonly interval?: number | undefined
}

export interface EventKind {
  /** Such as `user.created`. */
  readonly name: string
  readonly about: string
}

export const makeEvents = (api: NativeApi) => {
  const list = (query: ListEvents = {}, options?: CallOptions) =>
    api.list<Event>('/events', 'events', { query: { ...query } }, options)

  /**
   * Every event from `since` on, each once, until the signal is aborted or the loop ends.
   *
   * @example
   * for await (const event of muster.events.follow({ kind: 'user.created' })) console.log(event.subject_id)
   */
  async function* follow(
    conditions: EventConditions = {},
    options: FollowEvents = {},
  ): AsyncGenerator<Event> {
    const { interval = 1000, since, ...call } = options
    // Without `since`, what happens after the newest event, by the clock of the server.
    const [last] = since === undefined ? await list({ limit: 1 }, call).toArray({ limit: 1 }) : []
    let from = since ?? last?.occurred_at
    /** The times of the events that the next request may repeat, by sequence; unix milliseconds. */
    const seen = new Map<number, number>(last ? [[last.sequence, Date.parse(last.occurred_at)]] : [])
    let newest = Number.NEGATIVE_INFINITY
    for (;;) {
      for await (const event of list({ ...conditions, since: from, sort: 'oldest' }, call)) {
        if (seen.has(event.sequence)) continue
        const time = Date.parse(event.occurred_at)
        seen.set(event.sequence, time)
        newest = Math.max(newest, time)
        yield event
      }
      // Concurrent commits appear late: the next request repeats the last seconds, and `seen` leaves out the rest.
      const repeatFrom = newest - 5000
      if (repeatFrom > Date.parse(from ?? '1970-01-01')) {
        from = new Date(repeatFrom).toISOString()
        for (const [sequence, time] of seen) if (time < repeatFrom) seen.delete(sequence)
      }
      await sleep(interval, call.signal)
    }
  }

  return {
    /** Events, newest first unless `sort` says otherwise. */
    list,
    get: (sequence: number, options?: CallOptions) =>
      api.send<Event>('GET', '/events/{sequence}', { params: { sequence } }, options),
    follow,
    /** The kinds of events that the server records, and what each means. */
    async kinds(options?: CallOptions): Promise<readonly EventKind[]> {
      const { entries } = await api.send<{ readonly entries: readonly (EventKind & { kind: string })[] }>(
        'GET',
        '/docs/index.json',
        {},
        options,
      )
      return entries.filter(({ kind }) => kind === 'event').map(({ name, about }) => ({ name, about }))
    },
  }
}
