import type { Event, User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Time } from '../../ui/time.tsx'
import { ObjectLink } from './object-name.tsx'

/** Events that are read to find those about the status. */
const read = 500
const most = 20

const kinds = [
  'user.created',
  'user.invited',
  'user.invitation_accepted',
  'user.invitation_revoked',
  'user.locked',
  'user.deleted',
  'user.restored',
] as const

const isStatus = (value: unknown): value is User['status'] =>
  value === 'active' || value === 'disabled' || value === 'invited' || value === 'pending'

const isKnown = (kind: string): kind is (typeof kinds)[number] => kinds.some((known) => known === kind)

/** What was done to the status of the user: newest first, with who did it. */
export const StatusHistory = ({ user }: { readonly user: User }) => {
  const { user: texts, users, common } = useMessages()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['user', user.id, 'status-events'],
    queryFn: ({ signal }) =>
      muster.events
        .list({ subject_type: 'user', subject_id: user.id, kind: 'user.*', limit: read }, { signal })
        .page(),
  })
  const textOf = ({ kind, detail }: Event): string | undefined => {
    if (kind === 'user.updated' && isStatus(detail['status']))
      return texts.statusSet(users.statuses[detail['status']])
    return isKnown(kind) ? texts.statusEvents[kind] : undefined
  }
  const rows = (data?.items ?? []).flatMap((event) => {
    const text = textOf(event)
    return text === undefined ? [] : [{ event, text }]
  })
  return (
    <section className="card" aria-label={texts.statusHistory}>
      <h2>{texts.statusHistory}</h2>
      {isPending ? <p aria-busy="true">{common.loading}</p> : null}
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {data && rows.length === 0 ? <p>{texts.noEvents}</p> : null}
      <ol className="user-list" reversed>
        {rows.slice(0, most).map(({ event, text }) => (
          <li key={event.sequence}>
            <span>
              <strong>{text}</strong>{' '}
              {event.actor_id === null ? texts.noActor : <ObjectLink kind="user" id={event.actor_id} />}
            </span>
            <Time value={event.occurred_at} />
          </li>
        ))}
      </ol>
    </section>
  )
}
