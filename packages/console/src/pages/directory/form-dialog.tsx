import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'

type FormDialogProps = {
  readonly title: string
  readonly act: string
  /** Whether everything that the act needs is chosen. */
  readonly isComplete: boolean
  readonly children: ReactNode
  readonly onClose: () => void
  readonly onSubmit: () => Promise<unknown>
}

/** A dialog whose fields belong to the page; it closes when the act is done, and shows its error otherwise. */
export const FormDialog = ({ title, act, isComplete, children, onClose, onSubmit }: FormDialogProps) => {
  const { common } = useMessages()
  const { mutate, isPending, error } = useMutation({ mutationFn: onSubmit, onSuccess: onClose })
  const submit = () => {
    if (isComplete) mutate()
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form className="form" isPending={isPending} onSubmit={submit}>
        {children}
        {error === null ? null : <ErrorNotice error={error} />}
        <div className="dialog-actions">
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button type="submit" look="primary" isPending={isPending} isDisabled={!isComplete}>
            {act}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
