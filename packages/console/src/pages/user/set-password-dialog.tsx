import type { User } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { fieldErrorOf } from '../../ui/describe-error.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { useUserAct } from './user-query.ts'

type SetPasswordDialogProps = { readonly user: User; readonly isOpen: boolean; readonly onClose: () => void }

export const SetPasswordDialog = ({ user, isOpen, onClose }: SetPasswordDialogProps) => {
  const { user: texts } = useMessages()
  return (
    <Dialog
      title={texts.setPasswordTitle(user.display_name ?? user.username)}
      isOpen={isOpen}
      onClose={onClose}
    >
      <SetPasswordForm user={user} onClose={onClose} />
    </Dialog>
  )
}

const SetPasswordForm = ({ user, onClose }: Omit<SetPasswordDialogProps, 'isOpen'>) => {
  const { user: texts, common, signIn } = useMessages()
  const [password, setPassword] = useState('')
  const set = useUserAct(user.id, async () => {
    await muster.users.setPassword(user.id, password)
    announce(texts.passwordSet)
    onClose()
  })
  const submit = () => {
    if (password !== '') set.mutate()
  }
  return (
    <Form className="form" isPending={set.isPending} onSubmit={submit}>
      <p>{texts.setPasswordWhat}</p>
      <TextField
        label={signIn.password}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        autoFocus
        isRequired
        error={fieldErrorOf(set.error, 'password')}
      />
      {set.error ? <ErrorNotice error={set.error} /> : null}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common.cancel}</Button>
        <Button type="submit" look="primary" isPending={set.isPending} isDisabled={password === ''}>
          {texts.setPassword}
        </Button>
      </div>
    </Form>
  )
}
