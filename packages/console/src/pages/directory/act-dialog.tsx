import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'

type ActDialogProps = {
  readonly title: string
  readonly children: ReactNode
  readonly act: string
  readonly isDanger?: boolean
  readonly onClose: () => void
  readonly onConfirm: () => Promise<unknown>
  /** Called in place of `onClose` when the act is done; for acts after which the page has nothing to show. */
  readonly onDone?: () => unknown
  /** A name that must be typed first, for acts that take much away. */
  readonly typedName?: string
}

/** Asks before an act; a session that has ended leads to the sign-in page. */
export const ActDialog = (props: ActDialogProps) => {
  const { onClose, onConfirm, onDone = onClose, typedName, children, ...rest } = props
  const { directory } = useMessages()
  const [typed, setTyped] = useState('')
  const isDone = useRef(false)
  const { mutateAsync } = useMutation({ mutationFn: onConfirm })
  return (
    <ConfirmDialog
      {...rest}
      isOpen
      onClose={() => (isDone.current ? onDone() : onClose())}
      isDisabled={typedName !== undefined && typed.trim() !== typedName.trim()}
      onConfirm={async () => {
        await mutateAsync()
        isDone.current = true
      }}
    >
      {children}
      {typedName === undefined ? null : (
        <TextField label={directory.typeName(typedName)} value={typed} onChange={setTyped} />
      )}
    </ConfirmDialog>
  )
}
