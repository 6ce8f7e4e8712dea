import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMe } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { fieldErrorOf } from '../../../ui/describe-error.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Form } from '../../../ui/form.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { Section } from '../section.tsx'
import { useAct } from '../use-act.ts'

export const PasswordSection = () => {
  const { account } = useMessages()
  const { user } = useMe()
  const client = useQueryClient()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const { error, isPending, run } = useAct()
  const submit = async () => {
    const passwords = { current_password: current, password: next }
    const isChanged = await run(() => muster.me.changePassword(passwords))
    if (!isChanged) return
    setCurrent('')
    setNext('')
    announce(account.password.changed)
    await client.invalidateQueries({ queryKey: ['me', 'sessions'] })
  }
  const [currentError, nextError] = [fieldErrorOf(error, 'current_password'), fieldErrorOf(error, 'password')]
  return (
    <Section title={account.password.title}>
      <Form className="form" isPending={isPending} onSubmit={submit}>
        {/* Password managers store the new password under this name. */}
        <input type="text" value={user.username} autoComplete="username" readOnly hidden />
        <TextField
          label={account.currentPassword}
          value={current}
          onChange={setCurrent}
          type="password"
          autoComplete="current-password"
          error={currentError}
          isRequired
        />
        <TextField
          label={account.password.next}
          hint={account.password.note}
          value={next}
          onChange={setNext}
          type="password"
          autoComplete="new-password"
          error={nextError}
          isRequired
        />
        {error === undefined || currentError || nextError ? null : <ErrorNotice error={error} />}
        <div className="account-form-actions">
          <Button type="submit" look="primary" isPending={isPending}>
            {account.password.change}
          </Button>
        </div>
      </Form>
    </Section>
  )
}
