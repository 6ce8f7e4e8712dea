import type { Messages } from '@muster/messages/messages.ts'
import type { DeletedUser } from '@muster/sdk'
import type { ReactNode } from 'react'
import type { Column } from '../../ui/data-table/data-table.tsx'
import { Time } from '../../ui/time.tsx'

export const deletedUserColumns = (
  { users, common }: Messages,
  acts: (user: DeletedUser) => ReactNode,
): readonly Column<DeletedUser>[] => [
  { id: 'username', header: users.username, width: 170, cell: (user) => user.username },
  { id: 'name', header: users.fields.display_name, width: 170, cell: (user) => user.display_name },
  { id: 'email', header: users.email, width: 190, cell: (user) => user.email },
  { id: 'deleted', header: users.deletedAt, width: 210, cell: (user) => <Time value={user.deleted_at} /> },
  { id: 'purge', header: users.purgedAfter, width: 210, cell: (user) => <Time value={user.purge_after} /> },
  { id: 'actions', header: common.actions, width: 180, cell: acts },
]
