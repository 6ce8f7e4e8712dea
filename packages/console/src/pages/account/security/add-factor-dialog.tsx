import type { Enrolment } from '@muster/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { fieldErrorOf } from '../../../ui/describe-error.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Form } from '../../../ui/form.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { SecretText } from '../secret-text.tsx'
import { useAct } from '../use-act.ts'
import { QrCode } from './qr-code.tsx'

type AddFactorDialogProps = { readonly isOpen: boolean; readonly onClose: () => void }

/** Asks for the password, then shows the secret, and adds the app once it shows the right one-time password. */
export const AddFactorDialog = ({ isOpen, onClose }: AddFactorDialogProps) => {
  const { account } = useMessages()
  return (
    <Dialog title={account.factors.add} isOpen={isOpen} onClose={onClose} role="alertdialog">
      <Steps onClose={onClose} />
    </Dialog>
  )
}

const Steps = ({ onClose }: Pick<AddFactorDialogProps, 'onClose'>) => {
  const [enrolment, setEnrolment] = useState<Enrolment>()
  if (enrolment === undefined) return <PasswordStep onBegun={setEnrolment} onClose={onClose} />
  return <ConfirmStep enrolment={enrolment} onClose={onClose} />
}

type PasswordStepProps = {
  readonly onBegun: (enrolment: Enrolment) => void
  readonly onClose: () => void
}

const PasswordStep = ({ onBegun, onClose }: PasswordStepProps) => {
  const { account, common } = useMessages()
  const [password, setPassword] = useState('')
  const { error, isPending, run } = useAct()
  const submit = async () => {
    await run(async () => onBegun(await muster.secondFactors.begin({ current_password: password })))
  }
  const fieldError = fieldErrorOf(error, 'current_password')
  return (
    <Form className="form" isPending={isPending} onSubmit={submit}>
      <p className="account-note">{account.factors.prove}</p>
      <TextField
        label={account.currentPassword}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
        error={fieldError}
        autoFocus
        isRequired
      />
      {error === undefined || fieldError ? null : <ErrorNotice error={error} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common.cancel}</Button>
        <Button type="submit" look="primary" isPending={isPending}>
          {account.factors.begin}
        </Button>
      </div>
    </Form>
  )
}

type ConfirmStepProps = { readonly enrolment: Enrolment; readonly onClose: () => void }

const ConfirmStep = ({ enrolment: { enrolment, seed, uri }, onClose }: ConfirmStepProps) => {
  const { account, common } = useMessages()
  const client = useQueryClient()
  const [passcode, setPasscode] = useState('')
  const { error, isPending, run } = useAct()
  const submit = async () => {
    const device = { enrolment, passcode: passcode.replaceAll(/\s/g, '') }
    if (!(await run(() => muster.secondFactors.confirm(device)))) return
    announce(account.factors.added)
    onClose()
    await client.invalidateQueries({ queryKey: ['me', 'second-factors'] })
  }
  const fieldError = fieldErrorOf(error, 'passcode')
  return (
    <Form className="form" isPending={isPending} onSubmit={submit}>
      <p className="account-note">{account.factors.scan}</p>
      <QrCode text={uri} label={account.factors.code} />
      <SecretText label={account.factors.secret} value={seed} />
      <TextField
        label={account.factors.passcode}
        value={passcode}
        onChange={setPasscode}
        inputMode="numeric"
        autoComplete="one-time-code"
        error={fieldError}
        autoFocus
        isRequired
      />
      {error === undefined || fieldError ? null : <ErrorNotice error={error} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common.cancel}</Button>
        <Button type="submit" look="primary" isPending={isPending}>
          {account.factors.confirm}
        </Button>
      </div>
    </Form>
  )
}
