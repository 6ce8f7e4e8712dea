import type { Project, ProjectMember, User } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { LookupField } from '../../ui/lookup-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { FormDialog } from './form-dialog.tsx'
import { userLookup } from './lookups.ts'
import { type MemberRole, MemberRoleField, memberRoles } from './member-role-field.tsx'
import { useRefresh } from './queries.ts'

type MemberDialogProps = {
  readonly project: Project
  /** Whose role changes; absent: a new member. */
  readonly member?: ProjectMember
  readonly onClose: () => void
}

/** Adds a member to a project, or changes its role. */
export const MemberDialog = ({ project, member, onClose }: MemberDialogProps) => {
  const { common, directory } = useMessages()
  const refresh = useRefresh()
  const current = memberRoles.find((name) => member?.roles.some((role) => role.name === name))
  const [user, setUser] = useState<User>()
  const [role, setRole] = useState<MemberRole>(current ?? 'member')
  const id = member?.user_id ?? user?.id
  const submit = async () => {
    if (id === undefined) return
    const { username } = await muster.projects.setMember(project.id, id, role)
    announce(member === undefined ? directory.memberAdded(username) : directory.memberChanged(username))
    await refresh('projects', 'assignments')
  }
  return (
    <FormDialog
      title={member === undefined ? directory.addMember : `${directory.changeRole}: ${member.username}`}
      act={member === undefined ? common.add : common.save}
      isComplete={id !== undefined}
      onClose={onClose}
      onSubmit={submit}
    >
      {member === undefined ? (
        <LookupField
          label={directory.person}
          lookup={userLookup(project.domain_id)}
          value={user}
          onChange={setUser}
          hint={directory.lookUp}
          autoFocus
        />
      ) : null}
      <MemberRoleField value={role} onChange={setRole} />
    </FormDialog>
  )
}
