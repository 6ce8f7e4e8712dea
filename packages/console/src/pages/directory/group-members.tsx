import type { Group, User } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table/data-table.tsx'
import { LookupField } from '../../ui/lookup-field.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { announce } from '../../ui/toasts.tsx'
import { ActDialog } from './act-dialog.tsx'
import { FormDialog } from './form-dialog.tsx'
import { userLookup } from './lookups.ts'
import { useRefresh } from './queries.ts'
import { useUndo } from './use-undo.ts'
import { UserLink } from './user-link.tsx'

type GroupMembersProps = {
  readonly group: Group
  readonly act: string | undefined
  readonly onAct: (act: string | undefined) => unknown
}

export const GroupMembers = ({ group, act, onAct }: GroupMembersProps) => {
  const { common, directory, users } = useMessages()
  const may = useMay(group.domain_id)
  const refresh = useRefresh()
  const undo = useUndo()
  const [leaving, setLeaving] = useState<User>()
  const [joining, setJoining] = useState<User>()
  const isManaged = group.managed_by !== null
  const mayRemove = !isManaged && may('identity:remove_user_from_group')
  const mayAdd = !isManaged && may('identity:add_user_to_group')
  const columns: readonly Column<User>[] = [
    {
      id: 'username',
      header: directory.username,
      width: 160,
      cell: ({ id, username }) => <UserLink id={id}>{username}</UserLink>,
    },
    { id: 'display_name', header: common.name, width: 150, cell: ({ display_name }) => display_name },
    { id: 'email', header: users.email, width: 200, cell: ({ email }) => email },
    { id: 'status', header: users.status, width: 100, cell: ({ status }) => <StatusBadge status={status} /> },
    ...(mayRemove
      ? [
          {
            id: 'actions',
            header: common.actions,
            width: 105,
            cell: (user: User) => (
              <span className="row-actions">
                <Button
                  look="quiet"
                  aria-label={`${common.remove}: ${user.username}`}
                  onPress={() => setLeaving(user)}
                >
                  {common.remove}
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ]
  const add = async (user: User) => {
    await muster.groups.addMember(group.id, user.id)
    await refresh('groups')
  }
  const remove = async (user: User) => {
    await muster.groups.removeMember(group.id, user.id)
    await refresh('groups')
  }
  return (
    <>
      {mayAdd ? (
        <div className="toolbar">
          <Button onPress={() => onAct('add')}>{directory.addMember}</Button>
        </div>
      ) : null}
      <DataTable
        label={directory.members}
        columns={columns}
        list={{
          key: ['groups', 'members', group.id],
          page: (cursor, signal) => muster.groups.members(group.id, { limit: 100 }, { signal }).page(cursor),
        }}
        rowKey={({ id }) => id}
        empty={directory.noMembers}
      />
      {act === 'add' && mayAdd ? (
        <FormDialog
          title={directory.addMember}
          act={common.add}
          isComplete={joining !== undefined}
          onClose={() => {
            setJoining(undefined)
            onAct(undefined)
          }}
          onSubmit={async () => {
            if (joining === undefined) return
            await add(joining)
            announce(
              directory.memberAdded(joining.username),
              undo(() => remove(joining)),
            )
          }}
        >
          <LookupField
            label={directory.person}
            lookup={userLookup(group.domain_id)}
            value={joining}
            onChange={setJoining}
            hint={directory.lookUp}
            autoFocus
          />
        </FormDialog>
      ) : null}
      {leaving === undefined ? null : (
        <ActDialog
          title={directory.removeMember(leaving.username)}
          act={common.remove}
          isDanger
          onClose={() => setLeaving(undefined)}
          onConfirm={async () => {
            await remove(leaving)
            announce(
              directory.memberRemoved(leaving.username),
              undo(() => add(leaving)),
            )
          }}
        >
          {directory.removeGroupMemberEffect(leaving.username, group.name)}
        </ActDialog>
      )}
    </>
  )
}
