import type { User } from '@muster/sdk'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { announce } from '../../ui/toasts.tsx'
import { useObjectName } from './object-name.tsx'
import { usePlaceName } from './place-link.tsx'
import { type Grant, placeOf } from './role-data.ts'
import { useUserAct } from './user-query.ts'

type RevokeRoleDialogProps = { readonly user: User; readonly grant: Grant; readonly onClose: () => void }

export const RevokeRoleDialog = ({ user, grant, onClose }: RevokeRoleDialogProps) => {
  const { user: texts } = useMessages()
  const role = useObjectName({ kind: 'role', id: grant.roleId })
  const place = usePlaceName(placeOf(grant.scope))
  const name = user.display_name ?? user.username
  const revoke = useUserAct(user.id, () => muster.assignments.revoke(grant))
  const giveBack = useUserAct(user.id, () => muster.assignments.grant(grant))
  return (
    <ConfirmDialog
      title={texts.revokeTitle(role)}
      act={texts.takeAwayAct}
      isDanger
      isOpen
      onClose={onClose}
      onConfirm={async () => {
        await revoke.mutateAsync()
        announce(texts.revoked(role, place), () => giveBack.mutate())
      }}
    >
      <p>
        {grant.inherited ? texts.revokeInheritedWhat(name, role, place) : texts.revokeWhat(name, role, place)}
      </p>
    </ConfirmDialog>
  )
}
