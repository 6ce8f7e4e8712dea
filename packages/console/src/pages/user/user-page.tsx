import './user.css'
import { NotFound } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { MissingUser } from './missing-user.tsx'
import { UserActs } from './user-acts.tsx'
import { userQuery } from './user-query.ts'
import { UserTabs } from './user-tabs.tsx'

export const UserPage = () => {
  const { userId } = useParams({ from: '/shell/users/$userId' })
  const messages = useMessages()
  const { data: user, error, isPending, refetch } = useQuery(userQuery(userId))
  if (error instanceof NotFound) return <MissingUser key={userId} userId={userId} />
  if (isPending) return <PageHeader title={messages.common.loading} />
  if (user === undefined)
    return (
      <>
        <PageHeader title={messages.errors.title} />
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </>
    )
  return (
    <>
      <PageHeader
        title={user.display_name ?? user.username}
        trail={
          <Link to="/users" search={{}}>
            {messages.common.users}
          </Link>
        }
      >
        <UserActs user={user} />
      </PageHeader>
      <div className="user-badges">
        <bdi>{user.username}</bdi>
        <StatusBadge status={user.status} />
        {user.kind === 'human' ? null : <Badge>{messages.user.kinds[user.kind]}</Badge>}
        {user.managed_by === null ? null : <Badge>{messages.user.managed}</Badge>}
      </div>
      <UserTabs key={user.id} user={user} />
    </>
  )
}
