import { useMessages } from '../messages/use-messages.ts'
import { Button } from './button.tsx'
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
      {onRetry === undefined ? null : <Button onPress={onRetry}>{messages.common.retry}</Button>}
    </div>
  )
}
