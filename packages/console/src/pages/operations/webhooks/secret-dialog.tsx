import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { announce } from '../../../ui/toasts.tsx'

type SecretDialogProps = {
  /** Undefined: the dialog is closed. */
  readonly secret: string | undefined
  readonly onClose: () => void
}

/** Shows the secret that signs the messages of a webhook. The server does not show it again. */
export const SecretDialog = ({ secret, onClose }: SecretDialogProps) => {
  const { operations, common } = useMessages()
  const { webhooks } = operations
  const copy = async () => {
    await navigator.clipboard.writeText(secret ?? '')
    announce(common.copied)
  }
  return (
    // An alert dialog, so that a click beside it does not lose the secret.
    <Dialog title={webhooks.secretTitle} isOpen={secret !== undefined} onClose={onClose} role="alertdialog">
      <p>{webhooks.secretOnce}</p>
      <output className="secret" dir="ltr">
        {secret}
      </output>
      <div className="dialog-actions">
        <Button onPress={copy} autoFocus>
          {common.copy}
        </Button>
        <Button look="primary" onPress={onClose}>
          {webhooks.secretKept}
        </Button>
      </div>
    </Dialog>
  )
}
