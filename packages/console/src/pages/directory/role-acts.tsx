import { useQuery } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { announce } from '../../ui/toasts.tsx'
import { ActDialog } from './act-dialog.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { ObjectDialog } from './object-dialog.tsx'
import { roleQuery, useRefresh } from './queries.ts'

type RoleActsProps = {
  readonly domainId: string | undefined
  readonly roleId: string | undefined
  readonly act: string | undefined
  readonly onClose: () => void
}

/** The dialogs of the page of roles. */
export const RoleActs = ({ domainId, roleId, act, onClose }: RoleActsProps) => {
  const { common, directory } = useMessages()
  const refresh = useRefresh()
  const { data: role } = useQuery({ ...roleQuery(roleId ?? ''), enabled: roleId !== undefined })
  if (act === 'create')
    return (
      <ObjectDialog
        title={directory.newRole}
        act={common.create}
        draft={`role.new.${domainId ?? ''}`}
        initial={{ name: '', description: '' }}
        onClose={onClose}
        onSubmit={async ({ name, description }) => {
          const owner = domainId === undefined ? {} : { domain_id: domainId }
          await muster.roles.create({ name, description: description || null, ...owner })
          announce(directory.createdNotice(name))
          await refresh('roles')
        }}
      />
    )
  if (role === undefined || roleId === undefined) return null
  if (act === 'edit')
    return (
      <EditDialog
        key={roleId}
        title={directory.editRole}
        draft={`role.${roleId}`}
        object={role}
        valuesOf={({ name, description }) => ({ name, description: description ?? '' })}
        onClose={onClose}
        reload={() => queryClient.fetchQuery({ ...roleQuery(roleId), staleTime: 0 })}
        save={async ({ name, description }, base) => {
          await muster.roles.update(roleId, { name, description: description || null }, { ifMatch: base })
          await refresh('roles')
        }}
      />
    )
  if (act !== 'delete') return null
  return (
    <ActDialog
      title={directory.deleteRole(role.name)}
      act={common.delete}
      isDanger
      typedName={role.name}
      onClose={onClose}
      onConfirm={async () => {
        await muster.roles.delete(roleId)
        announce(directory.deletedNotice(role.name))
        await refresh('roles', 'assignments')
      }}
    >
      {directory.deleteRoleEffect}
    </ActDialog>
  )
}
