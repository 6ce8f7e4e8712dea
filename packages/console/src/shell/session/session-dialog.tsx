import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { muster } from '../../app/client.ts'
import { useMe } from '../../app/me.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { ProofFields } from '../../pages/sign-in/proof-fields.tsx'
import { useSignIn } from '../../pages/sign-in/use-sign-in.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'

type SessionDialogProps = {
  readonly isOpen: boolean
  readonly onSignedIn: () => Promise<void>
  readonly onCancel: () => void
}

/** Signs the same person in again over the page, whose fields keep what was typed. It repeats no act. */
export const SessionDialog = ({ isOpen, onSignedIn, onCancel }: SessionDialogProps) => {
  const { signIn } = useMessages()
  return (
    <Dialog title={signIn.again} isOpen={isOpen} onClose={() => undefined} role="alertdialog">
      <AgainForm onSignedIn={onSignedIn} onCancel={onCancel} />
    </Dialog>
  )
}

const AgainForm = ({ onSignedIn, onCancel }: Omit<SessionDialogProps, 'isOpen'>) => {
  const { signIn, common } = useMessages()
  const { user } = useMe()
  const state = useSignIn()
  // A session that is still open was too old for an act; the next one takes its place.
  const { data: open, isPending } = useQuery({
    queryKey: ['open-session'],
    queryFn: async ({ signal }) => (await muster.me.get({ signal })).session,
    gcTime: 0,
  })
  const navigate = useNavigate()
  const href = useRouterState({ select: ({ location }) => location.href })
  const submit = async () => {
    if (!(await state.submit({ username: user.username, domain_id: user.domain_id }))) return
    if (open) await muster.sessions.close(open.id).catch(() => undefined)
    await onSignedIn()
  }
  const leave = async () => {
    await navigate({ to: '/sign-in', search: { to: href, why: 'ended' } })
    queryClient.clear()
  }
  return (
    <Form className="form" isPending={isPending} onSubmit={submit}>
      <p className="dialog-body">
        {isPending ? null : open ? signIn.freshText : signIn.againText} <bdi>{user.username}</bdi>
      </p>
      <ProofFields state={state} autoFocus />
      <div className="dialog-actions">
        {open ? (
          <Button onPress={onCancel}>{common.cancel}</Button>
        ) : (
          <Button onPress={leave}>{signIn.another}</Button>
        )}
        <Button type="submit" look="primary" isPending={state.isPending}>
          {signIn.submit}
        </Button>
      </div>
    </Form>
  )
}
