import type { User } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay, useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { type Action, Menu } from '../../ui/menu.tsx'
import { announce } from '../../ui/toasts.tsx'
import { DeleteUserDialog } from './delete-user-dialog.tsx'
import { SetPasswordDialog } from './set-password-dialog.tsx'
import { useUserAct } from './user-query.ts'

type Question = 'invite' | 'recovery' | 'password' | 'disable' | 'enable' | 'delete'

/** The acts on the user as a whole. */
export const UserActs = ({ user }: { readonly user: User }) => {
  const { user: texts, common } = useMessages()
  const may = useMay(user.domain_id)
  const isSelf = useMe().user.id === user.id
  const [question, setQuestion] = useState<Question>()
  const close = () => setQuestion(undefined)
  const name = user.display_name ?? user.username
  const invite = useUserAct(user.id, () => muster.users.invite(user.id))
  const recover = useUserAct(user.id, () => muster.users.sendRecovery(user.id))
  const setStatus = useUserAct(user.id, (status: User['status']) => muster.users.update(user.id, { status }))
  const isOurs = user.managed_by === null
  const isPerson = isOurs && user.kind === 'human'
  const isActive = user.status === 'active'
  const mayUpdate = may('identity:update_user')
  const offered: Readonly<Record<Question, boolean>> = {
    invite: isPerson && (user.status === 'invited' || user.status === 'pending') && may('muster:invite_user'),
    recovery: isPerson && isActive && user.email_claimed && may('muster:send_recovery'),
    password: isOurs && !isSelf && mayUpdate,
    disable: !isSelf && isActive && isOurs && mayUpdate,
    enable: (user.status === 'disabled' || user.status === 'pending') && isOurs && mayUpdate,
    delete: !isSelf && may('identity:delete_user'),
  }
  const labels: Readonly<Record<Question, string>> = {
    invite: user.status === 'pending' ? texts.invite : texts.inviteAgain,
    recovery: texts.sendRecovery,
    password: texts.setPassword,
    disable: common.disable,
    enable: user.status === 'pending' ? texts.approve : common.enable,
    delete: common.delete,
  }
  const order: readonly Question[] = ['invite', 'recovery', 'password', 'enable', 'disable', 'delete']
  const actions = order
    .filter((id) => offered[id])
    .map(
      (id): Action => ({ id, label: labels[id], isDanger: id === 'delete', onAction: () => setQuestion(id) }),
    )
  if (actions.length === 0) return null
  const confirmation = {
    invite: {
      what: texts.inviteWhat(user.email ?? user.username),
      act: async () => {
        await invite.mutateAsync()
        announce(texts.invited(name))
      },
    },
    recovery: {
      what: texts.recoveryWhat(user.email ?? user.username),
      act: async () => {
        await recover.mutateAsync()
        announce(texts.recoverySent(name))
      },
    },
    disable: {
      what: texts.disableWhat(name),
      act: async () => {
        await setStatus.mutateAsync('disabled')
        announce(texts.disabled(name), () => setStatus.mutate('active'))
      },
    },
    enable: {
      what: texts.enableWhat(name),
      act: async () => {
        await setStatus.mutateAsync('active')
        announce(
          texts.enabled(name),
          user.status === 'disabled' ? () => setStatus.mutate('disabled') : undefined,
        )
      },
    },
  }
  const asked = question === 'password' || question === 'delete' ? undefined : question
  return (
    <>
      <Menu actions={actions}>{common.actions}</Menu>
      {asked === undefined ? null : (
        <ConfirmDialog
          title={texts.actOn(labels[asked], name)}
          act={labels[asked]}
          isDanger={asked === 'disable'}
          isOpen
          onClose={close}
          onConfirm={confirmation[asked].act}
        >
          <p>{confirmation[asked].what}</p>
        </ConfirmDialog>
      )}
      <SetPasswordDialog user={user} isOpen={question === 'password'} onClose={close} />
      {question === 'delete' ? <DeleteUserDialog user={user} onClose={close} /> : null}
    </>
  )
}
