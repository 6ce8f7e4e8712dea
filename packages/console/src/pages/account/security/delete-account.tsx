import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMe } from '../../../app/me.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Form } from '../../../ui/form.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { Section } from '../section.tsx'
import { useAct } from '../use-act.ts'

export const DeleteAccount = () => {
  const { deletion } = useMessages().account
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <Section title={deletion.title}>
      <p className="account-note">{deletion.text}</p>
      <div>
        <Button look="danger" onPress={() => setOpen(true)}>
          {deletion.delete}
        </Button>
      </div>
      <Dialog title={deletion.title} isOpen={isOpen} onClose={close} role="alertdialog">
        <DeleteForm onClose={close} />
      </Dialog>
    </Section>
  )
}

const DeleteForm = ({ onClose }: { readonly onClose: () => void }) => {
  const { account, common } = useMessages()
  const { user } = useMe()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const { error, isPending, run } = useAct()
  const submit = async () => {
    if (typed !== user.username || !(await run(() => muster.me.delete()))) return
    await navigate({ to: '/sign-in', search: { why: 'deleted' } })
    queryClient.clear()
  }
  return (
    <Form className="form" isPending={isPending} onSubmit={submit}>
      <p className="account-note">{account.deletion.text}</p>
      <TextField
        label={account.deletion.type(user.username)}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        autoFocus
        isRequired
      />
      {error === undefined ? null : <ErrorNotice error={error} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common.cancel}</Button>
        <Button type="submit" look="danger" isPending={isPending} isDisabled={typed !== user.username}>
          {account.deletion.delete}
        </Button>
      </div>
    </Form>
  )
}
