import { type ReactNode, useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ErrorNotice } from './error-notice.tsx'

type ConfirmDialogProps = {
  readonly title: string
  /** What happens, with the names of what it happens to. */
  readonly children: ReactNode
  /** The act, such as “Delete”. */
  readonly act: string
  readonly isDanger?: boolean
  /** What the act needs is not chosen yet. */
  readonly isDisabled?: boolean
  readonly isOpen: boolean
  readonly onClose: () => void
  /** The dialog closes when it is done, and shows its error otherwise. */
  readonly onConfirm: () => Promise<unknown>
}

export const ConfirmDialog = ({
  title,
  children,
  act,
  isDanger,
  isDisabled = false,
  isOpen,
  onClose,
  onConfirm,
}: ConfirmDialogProps) => {
  const { common } = useMessages()
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const close = () => {
    setError(undefined)
    onClose()
  }
  const confirm = async () => {
    setPending(true)
    setError(undefined)
    try {
      await onConfirm()
      close()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setPending(false)
    }
  }
  return (
    <Dialog title={title} isOpen={isOpen} onClose={close} role="alertdialog">
      <div className="dialog-body">{children}</div>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <div className="dialog-actions">
        <Button onPress={close} autoFocus>
          {common.cancel}
        </Button>
        <Button
          look={isDanger ? 'danger' : 'primary'}
          isPending={isPending}
          isDisabled={isDisabled}
          onPress={confirm}
        >
          {act}
        </Button>
      </div>
    </Dialog>
  )
}
