import { useMessages } from '../messages/use-messages.ts'
import { describeError, requestIdOf } from './describe-error.ts'

type ErrorNoticeProps = {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
}

/** Says what failed and what to do about it. */
export const ErrorNotice = ({ error, onRetry }: ErrorNoticeProps) => {
  const messages = useMessages()
  const id = requestIdOf(error)
  return (
    <div role="alert" className="notice notice-error">
      <p>{describeError(error, messages)}</p>
      {id === undefined ? null : <p className="hint">{messages.errors.reference(id)}</p>}
      {onRetry === undefined ? null : (
        // The page for errors has no other control, so that it loads with the first script.
        <button type="button" className="button" onClick={onRetry}>
          {messages.common.retry}
        </button>
      )}
    </div>
  )
}
