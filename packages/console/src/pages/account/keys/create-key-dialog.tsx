import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { createApplicationCredential } from '../../../app/application-credentials.ts'
import { muster } from '../../../app/client.ts'
import { useMe } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { fieldErrorOf } from '../../../ui/describe-error.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Form } from '../../../ui/form.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { keysKey } from '../query-keys.ts'
import { useAct } from '../use-act.ts'
import { useKeyScopes } from './key-scopes.ts'
import type { ShownSecret } from './secret-dialog.tsx'

export type NewKeyKind = 'key' | 'credential'

type FormProps = {
  readonly kind: NewKeyKind
  readonly onClose: () => void
  readonly onSecret: (shown: ShownSecret) => void
}

type CreateKeyDialogProps = Omit<FormProps, 'kind'> & {
  /** Absent: the dialog is closed. */
  readonly kind: NewKeyKind | undefined
}

/** Creates an API key or an application credential. */
export const CreateKeyDialog = ({ kind, ...props }: CreateKeyDialogProps) => {
  const { keys, credentials } = useMessages().account
  return (
    <Dialog
      title={kind === 'credential' ? credentials.create : keys.create}
      isOpen={kind !== undefined}
      onClose={props.onClose}
      role="alertdialog"
    >
      {kind === undefined ? null : <CreateForm kind={kind} {...props} />}
    </Dialog>
  )
}

/** Days; the first is offered. */
const lifetimes = ['90', '30', '365', 'never'] as const

const CreateForm = ({ kind, onClose, onSecret }: FormProps) => {
  const { account, common } = useMessages()
  const { keys, credentials } = account
  const isKey = kind === 'key'
  const client = useQueryClient()
  const userId = useMe().user.id
  const scopes = useKeyScopes()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [scopeId, setScopeId] = useState<string>()
  const [omitted, setOmitted] = useState<ReadonlySet<string>>(new Set())
  const [days, setDays] = useState<(typeof lifetimes)[number]>(lifetimes[0])
  const [unrestricted, setUnrestricted] = useState(false)
  const { error, isPending, run } = useAct()
  const chosen = scopes.find(({ id }) => id === scopeId) ?? scopes[0]
  const roles = chosen?.roles.filter(({ id }) => !omitted.has(id)) ?? []

  const submit = async () => {
    if (!chosen || roles.length === 0) return
    const input = {
      name,
      description: description === '' ? null : description,
      roles: roles.map(({ id }) => ({ id })),
      unrestricted,
    }
    const { scope } = chosen
    await run(async () => {
      const request = { ...input, expires_at: days === 'never' ? null : endAfter(Number(days)) }
      if (isKey) {
        const { api_key, secret } = await muster.apiKeys.create({ ...request, scope })
        onSecret({ name: api_key.name, secret })
      } else onSecret(await createApplicationCredential(userId, request))
      announce(isKey ? keys.created : credentials.created)
      onClose()
      await client.invalidateQueries({ queryKey: isKey ? keysKey : ['user', userId] })
    })
  }
  const nameError = fieldErrorOf(error, 'name')
  const toggle = (id: string, isChosen: boolean) =>
    setOmitted((before) => {
      const after = new Set(before)
      if (isChosen) after.delete(id)
      else after.add(id)
      return after
    })
  return (
    <Form className="form" isPending={isPending} onSubmit={submit}>
      <TextField
        label={keys.name}
        value={name}
        onChange={setName}
        error={nameError}
        maxLength={255}
        autoComplete="off"
        autoFocus
        isRequired
      />
      <TextField label={account.description} value={description} onChange={setDescription} />
      {isKey ? (
        <SelectField
          label={keys.scope}
          options={scopes.map(({ id, label }) => ({ value: id, label }))}
          value={chosen?.id ?? null}
          onChange={(id) => {
            setScopeId(id)
            setOmitted(new Set())
          }}
        />
      ) : null}
      <fieldset className="account-choices">
        <legend>{keys.roles}</legend>
        {chosen?.roles.map(({ id, name: role }) => (
          <Checkbox key={id} isSelected={!omitted.has(id)} onChange={(isChosen) => toggle(id, isChosen)}>
            <bdi>{role}</bdi>
          </Checkbox>
        ))}
        <p className="hint account-note">{chosen ? keys.rolesHint : keys.noRoles}</p>
      </fieldset>
      <SelectField
        label={keys.expires}
        options={lifetimes.map((value) => ({
          value,
          label: value === 'never' ? keys.never : keys.days(Number(value)),
        }))}
        value={days}
        onChange={setDays}
      />
      <div>
        <Checkbox isSelected={unrestricted} onChange={setUnrestricted}>
          {keys.unrestricted}
        </Checkbox>
        <p className="hint account-note">{keys.unrestrictedNote}</p>
      </div>
      {error === undefined || nameError ? null : <ErrorNotice error={error} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common.cancel}</Button>
        <Button type="submit" look="primary" isPending={isPending} isDisabled={roles.length === 0}>
          {isKey ? keys.create : credentials.create}
        </Button>
      </div>
    </Form>
  )
}

/** The end of that day, so that the same choice is the same request when it is sent again. */
const endAfter = (days: number): string => {
  const end = new Date()
  end.setUTCDate(end.getUTCDate() + days)
  end.setUTCHours(23, 59, 59, 0)
  return end.toISOString()
}
