import { useQuery } from '@tanstack/react-query'
import { muster } from '../app/client.ts'
import { useLanguage } from '../messages/use-messages.ts'
import { inboxKey } from '../pages/account/query-keys.ts'
import { Badge } from '../ui/badge.tsx'
import { readLastInput } from './session/last-input.ts'

const minute = 60_000

/** Requests of an abandoned page would keep its session alive. */
const interval = () => (Date.now() - readLastInput() < 10 * minute ? minute : false)

/** The number of unread notifications: read at most once a minute, and when the window gets the focus. */
export const UnreadBadge = () => {
  const { messages, language } = useLanguage()
  const { data = 0 } = useQuery({
    queryKey: [...inboxKey, 'unread'],
    queryFn: ({ signal }) => muster.notifications.unread({ signal }),
    staleTime: minute,
    refetchInterval: interval,
  })
  if (data === 0) return null
  return (
    <>
      {' '}
      <Badge tone="warning">
        <span aria-hidden="true">{data.toLocaleString(language)}</span>
        <span className="visually-hidden">{messages.account.inbox.count(data)}</span>
      </Badge>
    </>
  )
}
