import { VersionChanged } from '@muster/sdk'
import { useState } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'

type ChangeNoticeProps = {
  readonly error: unknown
  /** Reads the object again below what was typed. */
  readonly onReload: () => Promise<unknown>
}

/** The error of a change; after another change it offers to read the object again and keeps what was typed. */
export const ChangeNotice = ({ error, onReload }: ChangeNoticeProps) => {
  const { errors, user } = useMessages()
  const [reloaded, setReloaded] = useState<unknown>()
  const [failure, setFailure] = useState<unknown>()
  if (!error) return null
  if (!(error instanceof VersionChanged)) return <ErrorNotice error={error} />
  if (reloaded === error)
    return (
      <div role="status" className="notice">
        {user.reloaded}
      </div>
    )
  const reload = async () => {
    try {
      await onReload()
      setReloaded(error)
    } catch (thrown) {
      setFailure(thrown)
    }
  }
  return (
    <div role="alert" className="notice notice-error">
      <p>{user.changedElsewhere}</p>
      {failure === undefined ? null : <ErrorNotice error={failure} />}
      <Button onPress={() => void reload()}>{errors.reload}</Button>
    </div>
  )
}
