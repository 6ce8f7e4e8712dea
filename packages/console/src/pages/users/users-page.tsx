import type { User } from '@muster/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { type Column, DataTable } from '../../ui/data-table/data-table.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Time } from '../../ui/time.tsx'
import type { UsersSearch } from './users-search.ts'

export const UsersPage = () => {
  const { users, common } = useMessages()
  const search = useSearch({ from: '/shell/users' })
  const navigate = useNavigate({ from: '/users' })
  const columns: readonly Column<User>[] = [
    { id: 'username', header: users.username, width: 220, sort: 'username', cell: (user) => user.username },
    {
      id: 'display_name',
      header: common.name,
      width: 220,
      sort: 'display_name',
      cell: (user) => user.display_name,
    },
    { id: 'email', header: users.email, width: 260, sort: 'email', cell: (user) => user.email },
    { id: 'status', header: users.status, width: 120, cell: (user) => users.statuses[user.status] },
    {
      id: 'created_at',
      header: users.created,
      width: 180,
      sort: 'created_at',
      cell: (user) => <Time value={user.created_at} />,
    },
  ]
  return (
    <>
      <PageHeader title={common.users} />
      <SearchField
        label={users.search}
        value={search.search ?? ''}
        onChange={(text) =>
          navigate({
            search: (before) => ({ ...before, search: text || undefined }) as UsersSearch,
            replace: true,
          })
        }
      />
      <DataTable
        label={common.users}
        columns={columns}
        list={{
          key: ['users', search],
          page: (cursor, signal) => muster.users.list({ ...search, limit: 200 }, { signal }).page(cursor),
        }}
        rowKey={(user) => user.id}
        sort={search.sort}
        onSort={(sort) => navigate({ search: (before) => ({ ...before, sort }) })}
      />
    </>
  )
}
