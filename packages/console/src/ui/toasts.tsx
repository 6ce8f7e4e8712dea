import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from './button.tsx'

type ToastText = { readonly text: string; readonly undo?: () => void }

const queue = new ToastQueue<ToastText>({ maxVisibleToasts: 3 })

/** Says for some seconds that something was done; `undo` takes it back. */
export const announce = (text: string, undo?: () => void): void => {
  queue.add(undo ? { text, undo } : { text }, { timeout: undo ? 15_000 : 6000 })
}

export const Toasts = () => {
  const { common } = useMessages()
  return (
    <ToastRegion queue={queue} className="toasts">
      {({ toast }) => (
        <Toast toast={toast} className="toast">
          <ToastContent>
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          {toast.content.undo === undefined ? null : (
            <Button
              onPress={() => {
                toast.content.undo?.()
                queue.close(toast.key)
              }}
            >
              {common.undo}
            </Button>
          )}
          <Button slot="close" look="quiet" aria-label={common.close}>
            ×
          </Button>
        </Toast>
      )}
    </ToastRegion>
  )
}
