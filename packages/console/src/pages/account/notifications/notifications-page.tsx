import '../account.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { Inbox } from './inbox.tsx'
import { Preferences } from './preferences.tsx'

export const NotificationsPage = () => {
  const { account } = useMessages()
  const { inbox } = account
  const { tab = 'inbox' } = useSearch({ from: '/shell/account/notifications' })
  const navigate = useNavigate({ from: '/account/notifications' })
  const { data: unread } = useQuery({
    queryKey: ['me', 'notifications', 'unread'],
    queryFn: ({ signal }) => muster.notifications.unread({ signal }),
  })
  return (
    <>
      <PageHeader title={account.pages.notifications}>
        {unread === undefined ? null : (
          <Badge tone={unread > 0 ? 'warning' : 'neutral'}>{inbox.count(unread)}</Badge>
        )}
      </PageHeader>
      <Tabs
        label={account.pages.notifications}
        tabs={[
          { id: 'inbox', label: inbox.title, content: () => <Inbox /> },
          { id: 'preferences', label: inbox.preferences, content: () => <Preferences /> },
        ]}
        selected={tab}
        onSelect={(id) => void navigate({ search: id === 'preferences' ? { tab: id } : {} })}
      />
    </>
  )
}
