import { useNavigate, useRouterState } from '@tanstack/react-router'
import { muster } from '../../app/client.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useIdleMinutes } from './idle-limit.ts'
import { useIdle } from './use-idle.ts'

/** Warns before the console signs out a person who has left, and then leaves nothing on the screen. */
export const IdleDialog = () => {
  const { signIn } = useMessages()
  const navigate = useNavigate()
  const href = useRouterState({ select: ({ location }) => location.href })
  const signOut = async () => {
    // Without the server the session stays open there, until its own limit.
    await muster.sessions.close('current', { retries: 0, timeout: 5000 }).catch(() => undefined)
    await navigate({ to: '/sign-in', search: { to: href, why: 'idle' } })
    queryClient.clear()
  }
  const secondsLeft = useIdle(useIdleMinutes(), () => void signOut())
  return (
    <Dialog
      title={signIn.idleTitle}
      isOpen={secondsLeft !== undefined}
      onClose={() => undefined}
      role="alertdialog"
    >
      <p className="dialog-body" role="timer">
        {signIn.idleWarning(secondsLeft ?? 0)}
      </p>
      <div className="dialog-actions">
        {/* Input of any kind has already started the time again. */}
        <Button look="primary" autoFocus>
          {signIn.stay}
        </Button>
      </div>
    </Dialog>
  )
}
