import { useMessages } from '../messages/use-messages.ts'

/** Shown in the frame while a page waits for the server; without it, React hides the whole frame. */
export const PendingPage = () => {
  const { common } = useMessages()
  return (
    <p className="hint" aria-busy="true">
      {common.loading}
    </p>
  )
}
