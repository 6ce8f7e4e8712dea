import type { Server } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useMay } from '../../../app/me.ts'
import { useLanguage } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Time } from '../../../ui/time.tsx'
import { ServerKeys } from './server-keys.tsx'

/** Milliseconds between two requests while the page is open. */
const interval = 10_000

/** The server counts at most this many messages. */
const most = 1000

const MailCounts = ({ mail }: { readonly mail: Server['mail'] }) => {
  const { messages, language } = useLanguage()
  const { server } = messages.operations
  const may = useMay()
  const shown = (count: number) =>
    count >= most ? server.atLeast(most.toLocaleString(language)) : count.toLocaleString(language)
  const counts = [
    ['queued', server.queued, mail.queued],
    ['dead', server.dead, mail.dead],
  ] as const
  return counts.map(([state, label, count]) => (
    <p key={state} className="fact">
      {label}:{' '}
      {may('muster:list_messages') ? (
        <Link to="/mail" search={{ state }}>
          {shown(count)}
        </Link>
      ) : (
        shown(count)
      )}
    </p>
  ))
}

/** How the node that answered is: its database, its mail, its caches and its keys. */
export const ServerHealth = () => {
  const { messages } = useLanguage()
  const { common } = messages
  const { server } = messages.operations
  const {
    data: state,
    error,
    refetch,
  } = useQuery({
    queryKey: ['server'],
    queryFn: ({ signal }) => muster.server.get({ signal }),
    refetchInterval: interval,
  })
  if (!state)
    return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <p>{common.loading}</p>
  const { database, mail, change_feed: feed } = state
  return (
    <>
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      <div className="health">
        <section className="card" aria-labelledby="database">
          <h2 id="database">{server.database}</h2>
          <div>
            {database.ready ? (
              <Badge tone="good">{server.works}</Badge>
            ) : (
              <Badge tone="bad">{server.databaseFails}</Badge>
            )}
          </div>
          <p className="fact">{database.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}</p>
          <p className="fact hint">
            {server.migration}: <bdi className="identifier">{database.migration ?? '–'}</bdi>
          </p>
        </section>
        <section className="card" aria-labelledby="mail">
          <h2 id="mail">{server.mail}</h2>
          <div>
            {mail.overdue ? <Badge tone="bad">{server.mailFails}</Badge> : null}
            {!mail.overdue && mail.transport === 'folder' ? (
              <Badge tone="warning">{server.mailFolder}</Badge>
            ) : null}
            {!mail.overdue && mail.transport === 'smtp' ? <Badge tone="good">{server.works}</Badge> : null}
          </div>
          <MailCounts mail={mail} />
        </section>
        <section className="card" aria-labelledby="feed">
          <h2 id="feed">{server.changeFeed}</h2>
          <div>
            {feed.fresh ? (
              <Badge tone="good">{server.works}</Badge>
            ) : (
              <Badge tone="warning">{server.feedLate}</Badge>
            )}
          </div>
          <p className="fact hint">{server.changeFeedAbout}</p>
        </section>
      </div>
      <section className="card">
        <DescriptionList
          items={[
            [server.version, state.version],
            [server.started, <Time key="s" value={state.started_at} />],
          ]}
        />
      </section>
      <ServerKeys keys={state.keys} />
    </>
  )
}
