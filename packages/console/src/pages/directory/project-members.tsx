import './directory.css'
import type { Project, ProjectMember } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { permissionsQuery, useMay } from '../../app/me.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table/data-table.tsx'
import { type Action, Menu } from '../../ui/menu.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { announce } from '../../ui/toasts.tsx'
import { ActDialog } from './act-dialog.tsx'
import { InviteMemberDialog } from './invite-member-dialog.tsx'
import { MemberDialog } from './member-dialog.tsx'
import { useRefresh } from './queries.ts'
import { UserLink } from './user-link.tsx'

type ProjectMembersProps = {
  readonly project: Project
  readonly act: string | undefined
  readonly onAct: (act: string | undefined) => unknown
}

/** Finds the invitation of a user among those of its domain, which the server lists newest first. */
const withdraw = async (userId: string, domainId: string): Promise<void> => {
  for await (const { id, user_id } of muster.invitations.list({ domain_id: domainId, limit: 200 }))
    if (user_id === userId) return muster.invitations.revoke(id)
}

/** The members of a project, with the acts that the caller may perform. Every member sees the others. */
export const ProjectMembers = ({ project, act, onAct }: ProjectMembersProps) => {
  const { common, directory, users } = useMessages()
  const may = useMay(project.domain_id)
  const refresh = useRefresh()
  const [leaving, setLeaving] = useState<ProjectMember>()
  const [changing, setChanging] = useState<ProjectMember>()
  const [withdrawn, setWithdrawn] = useState<ProjectMember>()
  const maySet = may('muster:set_member')
  const actionsFor = (member: ProjectMember): readonly Action[] => [
    { id: 'change', label: directory.changeRole, onAction: () => setChanging(member) },
    ...(member.status === 'invited' && may('muster:revoke_invitation')
      ? [{ id: 'withdraw', label: users.withdraw, onAction: () => setWithdrawn(member) }]
      : []),
    { id: 'remove', label: common.remove, isDanger: true, onAction: () => setLeaving(member) },
  ]
  const columns: readonly Column<ProjectMember>[] = [
    {
      id: 'username',
      header: directory.username,
      width: 160,
      cell: ({ user_id, username }) =>
        may('identity:get_user') ? <UserLink id={user_id}>{username}</UserLink> : username,
    },
    { id: 'display_name', header: common.name, width: 160, cell: ({ display_name }) => display_name },
    {
      id: 'roles',
      header: directory.directRoles,
      width: 230,
      cell: ({ roles }) => roles.map(({ name }) => name).join(', '),
    },
    { id: 'status', header: users.status, width: 120, cell: (member) => <StatusBadge {...member} /> },
    ...(maySet
      ? [
          {
            id: 'actions',
            header: common.actions,
            width: 140,
            cell: (member: ProjectMember) => (
              <span className="row-actions">
                <Menu look="quiet" label={member.username} actions={actionsFor(member)}>
                  {common.actions}
                </Menu>
              </span>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      {maySet ? (
        <div className="toolbar">
          <Button onPress={() => onAct('add')}>{directory.addMember}</Button>
          {may('muster:invite_user') ? (
            <Button onPress={() => onAct('invite')}>{directory.inviteMember}</Button>
          ) : null}
        </div>
      ) : null}
      <DataTable
        label={directory.members}
        columns={columns}
        list={{
          key: ['projects', 'members', project.id],
          page: async (cursor, signal) => {
            const rules = await queryClient.fetchQuery(permissionsQuery(project.domain_id))
            const members = rules.has('identity:list_role_assignments')
              ? muster.projects.members
              : muster.me.projectMembers
            return members(project.id, { limit: 100 }, { signal }).page(cursor)
          },
        }}
        rowKey={({ user_id }) => user_id}
        empty={directory.noMembers}
      />
      {act === 'add' && maySet ? <MemberDialog project={project} onClose={() => onAct(undefined)} /> : null}
      {act === 'invite' && maySet ? (
        <InviteMemberDialog project={project} onClose={() => onAct(undefined)} />
      ) : null}
      {changing === undefined ? null : (
        <MemberDialog project={project} member={changing} onClose={() => setChanging(undefined)} />
      )}
      {withdrawn === undefined ? null : (
        <ActDialog
          title={users.withdrawTitle}
          act={users.withdraw}
          isDanger
          onClose={() => setWithdrawn(undefined)}
          onConfirm={async () => {
            await withdraw(withdrawn.user_id, project.domain_id)
            announce(users.withdrawn(withdrawn.username))
            await refresh('projects', 'users')
          }}
        >
          {users.withdrawNamed(withdrawn.username)}. {users.withdrawEffect}
        </ActDialog>
      )}
      {leaving === undefined ? null : (
        <ActDialog
          title={directory.removeMember(leaving.username)}
          act={common.remove}
          isDanger
          onClose={() => setLeaving(undefined)}
          onConfirm={async () => {
            await muster.projects.removeMember(project.id, leaving.user_id)
            announce(directory.memberRemoved(leaving.username))
            await refresh('projects', 'assignments')
          }}
        >
          {directory.removeProjectMemberEffect(leaving.username, project.name)}
        </ActDialog>
      )}
    </>
  )
}
