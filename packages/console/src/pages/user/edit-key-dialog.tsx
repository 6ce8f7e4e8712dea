import type { ApiKey } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { TextField } from '../../ui/text-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { FormDialog } from '../directory/form-dialog.tsx'

type EditKeyDialogProps = {
  readonly apiKey: ApiKey
  readonly onClose: () => void
  readonly onSaved: () => Promise<unknown>
}

/** Changes the name and the description of an API key of any user. */
export const EditKeyDialog = ({ apiKey: { id, ...before }, onClose, onSaved }: EditKeyDialogProps) => {
  const { account, common } = useMessages()
  const [name, setName] = useState(before.name)
  const [description, setDescription] = useState(before.description ?? '')
  const save = async () => {
    await muster.apiKeys.update(id, { name, description: description === '' ? null : description })
    announce(common.saved)
    await onSaved()
  }
  return (
    <FormDialog
      title={`${common.edit}: ${before.name}`}
      act={common.save}
      isComplete={name.trim() !== ''}
      onClose={onClose}
      onSubmit={save}
    >
      <TextField label={common.name} value={name} onChange={setName} maxLength={255} autoFocus isRequired />
      <TextField label={account.description} value={description} onChange={setDescription} />
    </FormDialog>
  )
}
