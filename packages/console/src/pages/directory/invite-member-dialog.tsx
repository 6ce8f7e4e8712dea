import type { Project } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { TextField } from '../../ui/text-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { FormDialog } from './form-dialog.tsx'
import { type MemberRole, MemberRoleField } from './member-role-field.tsx'
import { useRefresh } from './queries.ts'
import { useDraft } from './use-draft.ts'

type InviteMemberDialogProps = { readonly project: Project; readonly onClose: () => void }

/** Invites a person by email who becomes a member of the project. */
export const InviteMemberDialog = ({ project, onClose }: InviteMemberDialogProps) => {
  const { directory } = useMessages()
  const refresh = useRefresh()
  const draft = useDraft(`project.invite.${project.id}`, { email: '' })
  const [role, setRole] = useState<MemberRole>('member')
  const email = draft.values.email.trim()
  const submit = async () => {
    const invitation = { email, domain_id: project.domain_id, project: { id: project.id, role } }
    const { outcome } = await muster.invitations.create(invitation)
    announce(outcome === 'existing' ? directory.invitedBefore(email) : directory.invitedNotice(email))
    draft.clear()
    await refresh('projects', 'users')
  }
  return (
    <FormDialog
      title={directory.inviteMember}
      act={directory.invite}
      isComplete={email !== ''}
      onClose={() => {
        draft.clear()
        onClose()
      }}
      onSubmit={submit}
    >
      <TextField
        label={directory.email}
        type="email"
        value={draft.values.email}
        onChange={(text) => draft.change({ email: text })}
        autoFocus
        isRequired
      />
      <MemberRoleField value={role} onChange={setRole} />
    </FormDialog>
  )
}
