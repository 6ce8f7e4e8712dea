import type { DeletedUser } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { TextField } from '../../ui/text-field.tsx'

type RestoreDialogProps = {
  readonly user: DeletedUser
  /** Why the user cannot come back as it was. */
  readonly error: unknown
  readonly onClose: () => void
  readonly onRestored: () => void
}

/** Restores a user whose username or email was taken meanwhile. */
export const RestoreDialog = ({ user, error: first, onClose, onRestored }: RestoreDialogProps) => {
  const { users, common } = useMessages()
  const [username, setUsername] = useState(user.username)
  const [email, setEmail] = useState(user.email ?? '')
  const [error, setError] = useState(first)
  const [isPending, setPending] = useState(false)
  const submit = async () => {
    setPending(true)
    setError(undefined)
    try {
      await muster.deletedUsers.restore(user.id, { username, email: email === '' ? null : email })
      onRestored()
    } catch (thrown) {
      setError(thrown)
      setPending(false)
    }
  }
  return (
    <Dialog title={users.restoreNamed(user.username)} isOpen onClose={onClose}>
      <p>{users.restoreConflict}</p>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <Form className="form" isPending={isPending} onSubmit={submit}>
        <TextField
          label={users.username}
          value={username}
          onChange={setUsername}
          isRequired
          autoComplete="off"
        />
        <TextField label={users.email} value={email} onChange={setEmail} type="email" autoComplete="off" />
        <div className="dialog-actions">
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button type="submit" look="primary" isPending={isPending}>
            {users.restore}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
