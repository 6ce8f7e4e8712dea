import { type EventKindEntry, eventKinds } from '../../packages/server/src/core/kernel/events/event-kinds.ts'
import { code, page, table } from './markdown.ts'

const shownDetail = (detail: EventKindEntry['detail']): string =>
  Object.entries(detail)
    .map(([name, about]) => `${code(name)}: ${about}`)
    .join('; ') || '–'

/** docs/reference/events.md: every kind of event, from the event catalogue. */
export const writeEventsPage = (): string =>
  page('Events', [
    'What `GET /api/v1/events` lists and webhooks are sent. A webhook names kinds, all of a noun (`user.*`) or everything (`*`). The envelope of an event (`sequence`, `kind`, `occurred_at`, `subject_type`, `subject_id`, `actor_id`, `domain_id`, `face`, `request_id`, `detail`) is described with the [native API](../apis/native.md#events).',
    table(
      ['kind', 'subject', 'what happened', '`detail`'],
      Object.entries(eventKinds as Readonly<Record<string, EventKindEntry>>).map(
        ([kind, { subject, about, detail }]) => [code(kind), subject, about, shownDetail(detail)],
      ),
    ),
  ])
