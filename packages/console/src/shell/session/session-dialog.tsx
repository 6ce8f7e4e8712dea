import { useNavigate, useRouterState } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useMe } from '../../app/me.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { ProofFields } from '../../pages/sign-in/proof-fields.tsx'
import { useSignIn } from '../../pages/sign-in/use-sign-in.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

type SessionDialogProps = { readonly isOpen: boolean; readonly onSignedIn: () => Promise<void> }

/** Signs the same person in again over the page, whose fields keep what was typed. It repeats no act. */
export const SessionDialog = ({ isOpen, onSignedIn }: SessionDialogProps) => {
  const { signIn } = useMessages()
  return (
    <Dialog title={signIn.again} isOpen={isOpen} onClose={() => undefined} role="alertdialog">
      <AgainForm onSignedIn={onSignedIn} />
    </Dialog>
  )
}

const AgainForm = ({ onSignedIn }: Pick<SessionDialogProps, 'onSignedIn'>) => {
  const { signIn } = useMessages()
  const { user } = useMe()
  const state = useSignIn()
  const navigate = useNavigate()
  const href = useRouterState({ select: ({ location }) => location.href })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    // React passes events of a dialog on to the form of the page that opened it.
    event.stopPropagation()
    if (await state.submit({ username: user.username, domain_id: user.domain_id })) await onSignedIn()
  }
  const leave = async () => {
    await navigate({ to: '/sign-in', search: { to: href, why: 'ended' } })
    queryClient.clear()
  }
  return (
    <form className="form" onSubmit={submit}>
      <p className="dialog-body">
        {signIn.againText} <bdi>{user.username}</bdi>
      </p>
      <ProofFields state={state} autoFocus />
      <div className="dialog-actions">
        <Button onPress={leave}>{signIn.another}</Button>
        <Button type="submit" look="primary" isPending={state.isPending}>
          {signIn.submit}
        </Button>
      </div>
    </form>
  )
}
