import { useMessages } from '../../messages/use-messages.ts'
import { describeError } from '../../ui/describe-error.ts'
import { announce } from '../../ui/toasts.tsx'

/** Makes the undo of an announcement, which announces its failure: the dialog of the act is closed by then. */
export const useUndo = () => {
  const messages = useMessages()
  return (act: () => Promise<unknown>) => () => {
    act().catch((error: unknown) => announce(describeError(error, messages)))
  }
}
