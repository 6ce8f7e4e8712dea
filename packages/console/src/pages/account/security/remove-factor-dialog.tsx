import type { SecondFactor } from '@muster/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { fieldErrorOf } from '../../../ui/describe-error.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Form } from '../../../ui/form.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { useAct } from '../use-act.ts'

type RemoveFactorDialogProps = { readonly factor: SecondFactor | undefined; readonly onClose: () => void }

export const RemoveFactorDialog = ({ factor, onClose }: RemoveFactorDialogProps) => {
  const { account } = useMessages()
  return (
    <Dialog title={account.factors.remove} isOpen={factor !== undefined} onClose={onClose} role="alertdialog">
      {factor === undefined ? null : <RemoveForm factor={factor} onClose={onClose} />}
    </Dialog>
  )
}

type RemoveFormProps = { readonly factor: SecondFactor; readonly onClose: () => void }

const RemoveForm = ({ factor, onClose }: RemoveFormProps) => {
  const { account, common } = useMessages()
  const { factors } = account
  const client = useQueryClient()
  const [kind, setKind] = useState<'current_password' | 'passcode'>('current_password')
  const [proof, setProof] = useState('')
  const { error, isPending, run, clear } = useAct()
  const submit = async () => {
    const given =
      kind === 'passcode' ? { passcode: proof.replaceAll(/\s/g, '') } : { current_password: proof }
    const isRemoved = await run(() => muster.secondFactors.remove(factor.id, given))
    if (!isRemoved) return
    announce(factors.removed)
    onClose()
    await client.invalidateQueries({ queryKey: ['me', 'second-factors'] })
  }
  const fieldError = fieldErrorOf(error, kind)
  return (
    <Form className="form" isPending={isPending} onSubmit={submit}>
      <p className="account-note">{factors.removeText}</p>
      <SelectField
        label={factors.proof}
        options={[
          { value: 'current_password', label: factors.withPassword },
          { value: 'passcode', label: factors.withPasscode },
        ]}
        value={kind}
        onChange={(value) => {
          setKind(value)
          setProof('')
          clear()
        }}
      />
      <TextField
        key={kind}
        label={kind === 'passcode' ? factors.withPasscode : account.currentPassword}
        value={proof}
        onChange={setProof}
        type={kind === 'passcode' ? 'text' : 'password'}
        autoComplete={kind === 'passcode' ? 'one-time-code' : 'current-password'}
        error={fieldError}
        autoFocus
        isRequired
      />
      {error === undefined || fieldError ? null : <ErrorNotice error={error} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common.cancel}</Button>
        <Button type="submit" look="danger" isPending={isPending}>
          {common.remove}
        </Button>
      </div>
    </Form>
  )
}
