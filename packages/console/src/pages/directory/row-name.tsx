import { Link } from '@tanstack/react-router'
import { useMessages } from '../../messages/use-messages.ts'
import type { Row } from './matrix-rows.ts'
import { useGroupName } from './names.tsx'
import { UserLink } from './user-link.tsx'

export type UserNames = ReadonlyMap<
  string,
  { readonly username: string; readonly display_name: string | null }
>

type RowNameProps = { readonly row: Row; readonly users: UserNames }

const GroupRowName = ({ id }: { readonly id: string }) => {
  const { directory } = useMessages()
  return (
    <>
      <Link to="/groups/$groupId" params={{ groupId: id }} search={{}}>
        <bdi>{useGroupName(id)}</bdi>
      </Link>
      <span className="hint matrix-kind">{directory.group}</span>
    </>
  )
}

/** The person or group of a row. */
export const RowName = ({ row, users }: RowNameProps) => {
  if (row.type === 'group') return <GroupRowName id={row.id} />
  const user = users.get(row.id)
  return (
    <>
      <UserLink id={row.id}>{user?.username ?? row.id}</UserLink>
      {user?.display_name ? <bdi className="hint matrix-kind">{user.display_name}</bdi> : null}
    </>
  )
}
