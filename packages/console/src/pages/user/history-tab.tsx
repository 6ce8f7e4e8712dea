import type { Event, User } from '@muster/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { Time } from '../../ui/time.tsx'
import { EventDetail } from './event-detail.tsx'
import { ObjectLink } from './object-name.tsx'
import { PagedTable } from './paged-table.tsx'
import { StatusHistory } from './status-history.tsx'

/** What happened to the user, or what the user did. */
export const HistoryTab = ({ user }: { readonly user: User }) => {
  const { user: texts } = useMessages()
  const { events } = useSearch({ from: '/shell/users/$userId' })
  const navigate = useNavigate({ from: '/users/$userId' })
  const of = events ?? 'about'
  const conditions = of === 'by' ? { actor_id: user.id } : { subject_id: user.id }
  return (
    <>
      <StatusHistory user={user} />
      <div className="card">
        <h2>{texts.events}</h2>
        <div className="toolbar">
          <SelectField
            label={texts.eventsOf}
            value={of}
            onChange={(value) =>
              void navigate({
                search: { tab: 'history', ...(value === 'by' ? { events: 'by' as const } : {}) },
              })
            }
            options={[
              { value: 'about', label: texts.eventsAbout },
              { value: 'by', label: texts.eventsBy },
            ]}
          />
        </div>
        <PagedTable
          label={texts.events}
          queryKey={['user', user.id, 'events', of]}
          page={(cursor, signal) => muster.events.list({ ...conditions, limit: 50 }, { signal }).page(cursor)}
          rowKey={(event: Event) => String(event.sequence)}
          empty={texts.noEvents}
          columns={[
            { header: texts.time, cell: (event) => <Time value={event.occurred_at} /> },
            { header: texts.what, cell: (event) => <code>{event.kind}</code> },
            of === 'by'
              ? {
                  header: texts.subject,
                  cell: (event) =>
                    event.subject_type === 'user' ? (
                      <ObjectLink kind="user" id={event.subject_id} />
                    ) : (
                      <code>{event.subject_id}</code>
                    ),
                }
              : {
                  header: texts.actor,
                  cell: (event) =>
                    event.actor_id === null ? texts.noActor : <ObjectLink kind="user" id={event.actor_id} />,
                },
            { header: texts.detail, cell: (event) => <EventDetail event={event} /> },
          ]}
        />
      </div>
    </>
  )
}
