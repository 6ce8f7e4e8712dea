import { useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

/** Closes the page to its user: the browser has the session of another one now, and the server rejects what it sends. */
export const ReplacedDialog = ({ isOpen }: { readonly isOpen: boolean }) => {
  const { signIn } = useMessages()
  const { user } = useMe()
  return (
    <Dialog title={signIn.replaced} isOpen={isOpen} onClose={() => undefined} role="alertdialog">
      <p className="dialog-body">
        {signIn.replacedText} <bdi>{user.username}</bdi>
      </p>
      <div className="dialog-actions">
        <Button look="primary" autoFocus onPress={() => location.reload()}>
          {signIn.loadAgain}
        </Button>
      </div>
    </Dialog>
  )
}
