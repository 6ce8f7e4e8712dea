import { languageName } from '@muster/messages/languages.ts'
import type { Messages } from '@muster/messages/messages.ts'
import type { User } from '@muster/sdk'
import type { Column } from '../../ui/data-table/data-table.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { Time } from '../../ui/time.tsx'

/** All columns of the list, in their order. */
export const userColumns = (
  { users, common }: Messages,
  domainName: (id: string) => string,
): readonly Column<User>[] => {
  const text = (id: 'given_name' | 'family_name' | 'phone_number' | 'external_id' | 'description') => ({
    id,
    header: users.fields[id],
    width: 180,
    cell: (user: User) => user[id]?.slice(0, 200),
  })
  const time = (id: 'created_at' | 'updated_at' | 'last_active_at') => ({
    id,
    header: users.fields[id],
    width: 210,
    sort: id,
    cell: (user: User) => <Time value={user[id]} />,
  })
  return [
    { id: 'username', header: users.username, width: 160, sort: 'username', cell: (user) => user.username },
    {
      id: 'display_name',
      header: common.name,
      width: 170,
      sort: 'display_name',
      cell: (user) => user.display_name,
    },
    { id: 'email', header: users.email, width: 220, sort: 'email', cell: (user) => user.email },
    {
      id: 'status',
      header: users.status,
      width: 110,
      cell: (user) => <StatusBadge status={user.status} />,
    },
    time('created_at'),
    time('last_active_at'),
    time('updated_at'),
    { id: 'domain', header: users.domain, width: 180, cell: (user) => domainName(user.domain_id) },
    { id: 'number', header: users.fields.number, width: 100, sort: 'number', cell: (user) => user.number },
    { id: 'kind', header: users.fields.kind, width: 120, cell: (user) => users.kinds[user.kind] },
    text('given_name'),
    text('family_name'),
    text('phone_number'),
    {
      id: 'language',
      header: users.fields.language,
      width: 150,
      cell: ({ language }) => languageName(language),
    },
    text('external_id'),
    text('description'),
    { id: 'plan', header: users.fields.plan_id, width: 180, cell: (user) => user.plan?.id },
    { id: 'id', header: common.id, width: 300, cell: (user) => user.id },
  ]
}

export const usualColumns = ['username', 'display_name', 'email', 'status', 'created_at']

/** The columns that the address names; the usual ones if it names none of them. */
export const chosenColumns = (
  all: readonly Column<User>[],
  named: string | undefined,
): readonly Column<User>[] => {
  const ids = named?.split(',') ?? usualColumns
  const chosen = all.filter(({ id }) => ids.includes(id))
  return chosen.length > 0 ? chosen : all.filter(({ id }) => usualColumns.includes(id))
}
