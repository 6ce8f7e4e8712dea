import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { SecretText } from '../secret-text.tsx'

export type ShownSecret = {
  readonly name: string
  readonly secret: string
  /** Of an application credential, which is used with both. */
  readonly id?: string
}

type SecretDialogProps = { readonly shown: ShownSecret | undefined; readonly onClose: () => void }

/** The only place and time where the secret is shown: it closes by its button alone. */
export const SecretDialog = ({ shown, onClose }: SecretDialogProps) => {
  const { account, common } = useMessages()
  const { keys } = account
  return (
    <Dialog
      title={shown?.id === undefined ? keys.secretTitle : account.credentials.secretTitle}
      isOpen={shown !== undefined}
      onClose={() => undefined}
      role="alertdialog"
    >
      <p className="dialog-body">
        <bdi>{shown?.name}</bdi>
      </p>
      <p className="account-note">{keys.secretText}</p>
      {shown?.id === undefined ? null : <SecretText label={common.id} value={shown.id} />}
      <SecretText label={keys.secret} value={shown?.secret ?? ''} />
      <div className="dialog-actions">
        <Button look="primary" onPress={onClose}>
          {keys.stored}
        </Button>
      </div>
    </Dialog>
  )
}
