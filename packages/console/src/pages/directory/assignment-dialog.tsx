import { useMutation } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { announce } from '../../ui/toasts.tsx'
import type { ActorRef } from './grant-dialog.tsx'
import type { Cell } from './matrix-cells.ts'
import { useRefresh } from './queries.ts'
import { ReasonText } from './reason-text.tsx'
import { type Place, scopeText, usePlaceName } from './scope-name.tsx'
import { useUndo } from './use-undo.ts'

type AssignmentDialogProps = {
  readonly place: Place
  readonly actor: ActorRef
  readonly role: { readonly id: string; readonly name: string }
  readonly cell: Cell
  readonly roleNameOf: (id: string) => string
  readonly mayGrant: boolean
  readonly onClose: () => void
}

/** Why a person or group has a role, or has it not; and the confirmation to grant or revoke it. */
export const AssignmentDialog = (props: AssignmentDialogProps) => {
  const { place, actor, role, cell, roleNameOf, mayGrant, onClose } = props
  const { common, directory } = useMessages()
  const refresh = useRefresh()
  const undo = useUndo()
  const where = usePlaceName(place)
  const grantOf = (inherited: boolean) => ({
    roleId: role.id,
    scope: scopeText(place),
    inherited,
    ...(actor.type === 'user' ? { userId: actor.id } : { groupId: actor.id }),
  })
  const grant = async (inherited: boolean) => {
    await muster.assignments.grant(grantOf(inherited))
    await refresh('assignments', 'projects')
  }
  const revoke = async (inherited: boolean) => {
    await muster.assignments.revoke(grantOf(inherited))
    await refresh('assignments', 'projects')
  }
  const change = useMutation({
    mutationFn: async ({ act, inherited }: { act: 'grant' | 'revoke'; inherited: boolean }) => {
      if (act === 'grant') await grant(inherited)
      else await revoke(inherited)
      const text = act === 'grant' ? directory.granted : directory.revoked
      const reverse = act === 'grant' ? revoke : grant
      announce(
        text(role.name, actor.name),
        undo(() => reverse(inherited)),
      )
    },
    onSuccess: onClose,
  })
  const { isPending } = change
  const hasNothing = !cell.direct && !cell.below && cell.reasons.length === 0
  return (
    <Dialog title={directory.cell(role.name, actor.name)} isOpen onClose={onClose}>
      <div className="dialog-body">
        <ul className="reasons">
          {cell.direct ? <li>{directory.whyDirect}</li> : null}
          {cell.below ? <li>{directory.whyBelow}</li> : null}
          {cell.reasons.map((reason) => (
            <li key={JSON.stringify(reason)}>
              <ReasonText reason={reason} roleNameOf={roleNameOf} />
            </li>
          ))}
          {hasNothing ? <li>{directory.whyNot}</li> : null}
        </ul>
        {mayGrant ? (
          <p>
            {cell.direct
              ? directory.revokeEffect(role.name, actor.name, where)
              : directory.grantEffect(role.name, actor.name, where)}{' '}
            {cell.direct && cell.reasons.length > 0 ? directory.stillHas : null}
          </p>
        ) : null}
      </div>
      {change.error ? <ErrorNotice error={change.error} /> : null}
      <div className="dialog-actions">
        <Button onPress={onClose} autoFocus>
          {common.close}
        </Button>
        {mayGrant && cell.below ? (
          <Button
            look="danger"
            isPending={isPending}
            onPress={() => change.mutate({ act: 'revoke', inherited: true })}
          >
            {directory.revokeBelow}
          </Button>
        ) : null}
        {mayGrant ? (
          <Button
            look={cell.direct ? 'danger' : 'primary'}
            isPending={isPending}
            onPress={() => change.mutate({ act: cell.direct ? 'revoke' : 'grant', inherited: false })}
          >
            {cell.direct ? directory.revoke : directory.grant}
          </Button>
        ) : null}
      </div>
    </Dialog>
  )
}
