import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { SecretText } from '../secret-text.tsx'

export type ShownSecret = { readonly name: string; readonly secret: string }

type SecretDialogProps = { readonly shown: ShownSecret | undefined; readonly onClose: () => void }

/** The only place and time where the secret is shown: it closes by its button alone. */
export const SecretDialog = ({ shown, onClose }: SecretDialogProps) => {
  const { keys } = useMessages().account
  return (
    <Dialog
      title={keys.secretTitle}
      isOpen={shown !== undefined}
      onClose={() => undefined}
      role="alertdialog"
    >
      <p className="dialog-body">
        <bdi>{shown?.name}</bdi>
      </p>
      <p className="account-note">{keys.secretText}</p>
      <SecretText label={keys.secret} value={shown?.secret ?? ''} />
      <div className="dialog-actions">
        <Button look="primary" onPress={onClose}>
          {keys.stored}
        </Button>
      </div>
    </Dialog>
  )
}
