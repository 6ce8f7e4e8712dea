import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { fieldErrorOf } from '../../../ui/describe-error.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { keysKey } from '../query-keys.ts'
import { useAct } from '../use-act.ts'
import { useKeyScopes } from './key-scopes.ts'
import type { ShownSecret } from './secret-dialog.tsx'

type FormProps = { readonly onClose: () => void; readonly onSecret: (shown: ShownSecret) => void }

export const CreateKeyDialog = ({ isOpen, ...props }: FormProps & { readonly isOpen: boolean }) => {
  const { keys } = useMessages().account
  return (
    <Dialog title={keys.create} isOpen={isOpen} onClose={props.onClose} role="alertdialog">
      <CreateForm {...props} />
    </Dialog>
  )
}

/** Days; the first is offered. */
const lifetimes = ['90', '30', '365', 'never'] as const

const CreateForm = ({ onClose, onSecret }: FormProps) => {
  const { account, common } = useMessages()
  const { keys } = account
  const client = useQueryClient()
  const scopes = useKeyScopes()
  const [name, setName] = useState('')
  const [scopeId, setScopeId] = useState<string>()
  const [omitted, setOmitted] = useState<ReadonlySet<string>>(new Set())
  const [days, setDays] = useState<(typeof lifetimes)[number]>(lifetimes[0])
  const [unrestricted, setUnrestricted] = useState(false)
  const { error, isPending, run } = useAct()
  const chosen = scopes.find(({ id }) => id === scopeId) ?? scopes[0]
  const roles = chosen?.roles.filter(({ id }) => !omitted.has(id)) ?? []

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (!chosen || roles.length === 0) return
    const input = { name, scope: chosen.scope, roles: roles.map(({ id }) => ({ id })), unrestricted }
    await run([input, days], async (idempotencyKey) => {
      const { api_key, secret } = await muster.apiKeys.create(
        { ...input, expires_at: days === 'never' ? null : endAfter(Number(days)) },
        { idempotencyKey },
      )
      announce(keys.created)
      onClose()
      onSecret({ name: api_key.name, secret })
      await client.invalidateQueries({ queryKey: keysKey })
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
    <form className="form" onSubmit={submit}>
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
      <SelectField
        label={keys.scope}
        options={scopes.map(({ id, label }) => ({ value: id, label }))}
        value={chosen?.id ?? null}
        onChange={(id) => {
          setScopeId(id)
          setOmitted(new Set())
        }}
      />
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
          {keys.create}
        </Button>
      </div>
    </form>
  )
}

/** The end of that day, so that the same choice is the same request when it is sent again. */
const endAfter = (days: number): string => {
  const end = new Date()
  end.setUTCDate(end.getUTCDate() + days)
  end.setUTCHours(23, 59, 59, 0)
  return end.toISOString()
}
