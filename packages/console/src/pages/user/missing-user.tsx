import { NotFound } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMessages } from '../../messages/use-messages.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { DeletedUserPage } from './deleted-user-page.tsx'
import { deletedUserQuery } from './user-query.ts'

/** In place of a user that is not there: the deleted user, or that there is none. */
export const MissingUser = ({ userId }: { readonly userId: string }) => {
  const { user, users, common } = useMessages()
  const { data: deleted, error, isPending, refetch } = useQuery(deletedUserQuery(userId))
  if (isPending) return <PageHeader title={common.loading} />
  if (deleted) return <DeletedUserPage user={deleted} />
  return (
    <>
      <PageHeader title={user.missing} />
      {error instanceof NotFound ? null : <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <p>{user.missingWhy}</p>
      <p>
        <code>{userId}</code>
      </p>
      <p>
        <Link to="/users" search={{}}>
          {users.title}
        </Link>
      </p>
    </>
  )
}
