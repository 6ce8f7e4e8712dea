import '../operations.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Time } from '../../../ui/time.tsx'
import { ObjectLink } from '../object-link.tsx'
import { EventDetail } from './event-detail.tsx'
import { eventKindsQuery } from './event-kinds-query.ts'

/** One event with its fields, and the way to what else happened to its subject or was done by its actor. */
export const EventPage = () => {
  const { operations, common, directory } = useMessages()
  const { events } = operations
  const { sequence } = useParams({ from: '/shell/events/$sequence' })
  const may = useMay()
  const {
    data: event,
    error,
    refetch,
  } = useQuery({
    queryKey: ['events', 'one', sequence],
    queryFn: ({ signal }) => muster.events.get(Number(sequence) || 0, { signal }),
  })
  const { data: kinds } = useQuery(eventKindsQuery)
  const trail = <Link to="/events">{events.title}</Link>
  if (!event)
    return (
      <>
        <PageHeader title={events.one(sequence)} trail={trail} />
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <p>{common.loading}</p>}
      </>
    )
  const { actor_id: actor, subject_id: subject, subject_type: type } = event
  return (
    <>
      <PageHeader title={event.kind} trail={trail} />
      <p className="about">{kinds?.find(({ name }) => name === event.kind)?.about}</p>
      <section className="card">
        <DescriptionList
          items={[
            [events.fields.occurred_at, <Time key="time" value={event.occurred_at} />],
            [
              events.fields.subject,
              <span key="subject">
                {type} <ObjectLink type={type} id={subject} />
              </span>,
            ],
            [
              events.fields.actor,
              actor === null ? events.serverOrUnknown : <ObjectLink key="actor" type="user" id={actor} />,
            ],
            [
              directory.domain,
              event.domain_id === null ? null : (
                <ObjectLink key="domain" type="domain" id={event.domain_id} />
              ),
            ],
            [events.fields.face, event.face],
            [
              events.fields.request_id,
              <span key="request" className="identifier">
                {event.request_id}
              </span>,
            ],
            [events.fields.sequence, String(event.sequence)],
          ]}
        />
      </section>
      <EventDetail detail={event.detail} />
      {may('muster:list_events') ? (
        <nav aria-label={events.related}>
          <ul className="related">
            <li>
              <Link to="/events" search={{ subject_type: type, subject_id: subject }}>
                {events.ofSubject}
              </Link>
            </li>
            {actor === null ? null : (
              <li>
                <Link to="/events" search={{ actor_id: actor }}>
                  {events.ofActor}
                </Link>
              </li>
            )}
            <li>
              <Link to="/events" search={{ kind: event.kind }}>
                {events.ofKind}
              </Link>
            </li>
          </ul>
        </nav>
      ) : null}
    </>
  )
}
