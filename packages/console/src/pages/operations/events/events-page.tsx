import '../operations.css'
import type { Event as MusterEvent } from '@muster/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Time } from '../../../ui/time.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { UserName } from '../user-name.tsx'
import { EventFilters } from './event-filters.tsx'
import { conditionsOf } from './events-search.ts'
import { useIdleEnd } from './use-idle-end.ts'
import { useLiveEvents } from './use-live-events.ts'

export const EventsPage = () => {
  const { operations } = useMessages()
  const { events } = operations
  const search = useSearch({ from: '/shell/events' })
  const navigate = useNavigate({ from: '/events' })
  const frame = useRef<HTMLDivElement>(null)
  const conditions = conditionsOf(search)
  const isLive = search.live === true && conditions.until === undefined
  const listKey = ['events', 'list', conditions]
  const setLive = (live: boolean) =>
    navigate({ search: live ? { ...conditions, live: true } : conditions, replace: true })
  const grid = () => frame.current?.querySelector('[role=grid]')
  const live = useLiveEvents({
    listKey,
    conditions,
    isOn: isLive,
    isReading: () => (grid()?.scrollTop ?? 0) > 0 || frame.current?.querySelector('[role=row]:focus') != null,
  })
  useIdleEnd(isLive, () => {
    announce(events.idle)
    void setLive(false)
  })
  const columns: readonly Column<MusterEvent>[] = [
    {
      id: 'time',
      header: events.fields.occurred_at,
      width: 210,
      cell: (e) => <Time value={e.occurred_at} />,
    },
    { id: 'kind', header: events.fields.kind, width: 190, cell: (event) => event.kind },
    {
      id: 'subject',
      header: events.fields.subject,
      width: 220,
      cell: ({ subject_type, subject_id }) =>
        subject_type === 'user' ? (
          <UserName id={subject_id} />
        ) : (
          <>
            {subject_type} <bdi className="identifier">{subject_id}</bdi>
          </>
        ),
    },
    {
      id: 'actor',
      header: events.fields.actor,
      width: 220,
      cell: ({ actor_id }) => (actor_id === null ? null : <UserName id={actor_id} />),
    },
    { id: 'face', header: events.fields.face, width: 90, cell: (event) => event.face },
  ]
  const scrollToNewest = () => {
    live.show()
    grid()?.scrollTo({ top: 0 })
  }
  return (
    <>
      <PageHeader title={events.title}>
        <Button isDisabled={conditions.until !== undefined} onPress={() => setLive(!isLive)}>
          <span aria-hidden="true">{isLive ? '❚❚' : '▶'}</span>
          {isLive ? events.pause : events.follow}
        </Button>
      </PageHeader>
      <EventFilters
        key={JSON.stringify(conditions)}
        conditions={conditions}
        onApply={(next) => navigate({ search: isLive ? { ...next, live: true } : next })}
      />
      {live.error ? <ErrorNotice error={live.error} /> : null}
      <p role="status" className={isLive ? 'hint' : 'visually-hidden'}>
        {isLive ? (live.arrived > 0 ? events.arrived(live.arrived) : events.following) : ''}
      </p>
      {live.waiting > 0 ? (
        <div>
          <Button onPress={scrollToNewest}>{events.showNew(live.waiting)}</Button>
        </div>
      ) : null}
      <div ref={frame}>
        <DataTable
          label={events.title}
          columns={columns}
          list={{
            key: listKey,
            page: (cursor, signal) =>
              muster.events.list({ ...conditions, limit: 200 }, { signal }).page(cursor),
          }}
          rowKey={(event) => String(event.sequence)}
          onOpen={(event) =>
            navigate({ to: '/events/$sequence', params: { sequence: String(event.sequence) } })
          }
          empty={events.none}
        />
      </div>
    </>
  )
}
