import { useMessages } from '../../messages/use-messages.ts'
import { SelectField } from '../../ui/select-field.tsx'

/** Strongest first. */
export const memberRoles = ['manager', 'member', 'reader', 'annotator'] as const

export type MemberRole = (typeof memberRoles)[number]

type MemberRoleFieldProps = { readonly value: MemberRole; readonly onChange: (role: MemberRole) => void }

export const MemberRoleField = ({ value, onChange }: MemberRoleFieldProps) => {
  const { directory } = useMessages()
  return (
    <SelectField
      label={directory.memberRole}
      options={memberRoles.map((role) => ({ value: role, label: directory.memberRoles[role] }))}
      value={value}
      onChange={onChange}
    />
  )
}
