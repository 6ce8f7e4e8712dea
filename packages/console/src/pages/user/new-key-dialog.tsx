import type { NewApiKey, User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { fieldErrorOf } from '../../ui/describe-error.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { ShownSecret } from '../account/keys/secret-dialog.tsx'
import { DateField } from './date-field.tsx'
import { ObjectName } from './object-name.tsx'
import { PlaceOptions } from './place-options.tsx'
import { byPlace, effectiveQuery, placeKey } from './role-data.ts'
import { useUserAct } from './user-query.ts'

type NewKeyDialogProps = {
  readonly user: User
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onSecret: (shown: ShownSecret) => void
}

export const NewKeyDialog = ({ user, isOpen, onClose, onSecret }: NewKeyDialogProps) => (
  <Dialog title={useMessages().user.newKey} isOpen={isOpen} onClose={onClose}>
    <NewKeyForm user={user} onClose={onClose} onSecret={onSecret} />
  </Dialog>
)

/** A key has roles that its user has, in one scope. */
const NewKeyForm = ({ user, onClose, onSecret }: Omit<NewKeyDialogProps, 'isOpen'>) => {
  const { user: texts, common } = useMessages()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string>()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [expires, setExpires] = useState('')
  const effective = useQuery(effectiveQuery(user.id))
  const places = byPlace(effective.data?.items ?? [])
  const at = places.find(({ place }) => placeKey(place) === chosen) ?? places[0]
  const roles = at?.roles.filter(({ roleId }) => !left.has(roleId)) ?? []
  const create = useUserAct(user.id, async (key: NewApiKey) => {
    const { secret } = await muster.apiKeys.create(key)
    onClose()
    onSecret({ name: key.name, secret })
  })
  const isComplete = name.trim() !== '' && at !== undefined && roles.length > 0
  const submit = () => {
    if (!isComplete) return
    create.mutate({
      name,
      user_id: user.id,
      scope: at.place,
      roles: roles.map(({ roleId }) => ({ id: roleId })),
      ...(expires === '' ? {} : { expires_at: new Date(expires).toISOString() }),
    })
  }
  return (
    <Form className="form" isPending={create.isPending} onSubmit={submit}>
      <TextField
        label={common.name}
        value={name}
        onChange={setName}
        isRequired
        autoFocus
        error={fieldErrorOf(create.error, 'name')}
      />
      {effective.error ? (
        <ErrorNotice error={effective.error} onRetry={() => void effective.refetch()} />
      ) : null}
      {effective.data && places.length === 0 ? <p className="notice">{texts.keyWithoutRoles}</p> : null}
      {at === undefined ? null : (
        <>
          <PlaceOptions
            label={texts.where}
            places={places.map(({ place }) => place)}
            value={placeKey(at.place)}
            onChange={(key) => {
              setChosen(key)
              setLeft(new Set())
            }}
          />
          <fieldset className="user-fieldset">
            <legend>{texts.tabs.roles}</legend>
            {at.roles.map(({ roleId }) => (
              <Checkbox
                key={roleId}
                isSelected={!left.has(roleId)}
                onChange={(isSelected) => {
                  const next = new Set(left)
                  if (isSelected) next.delete(roleId)
                  else next.add(roleId)
                  setLeft(next)
                }}
              >
                <ObjectName kind="role" id={roleId} />
              </Checkbox>
            ))}
          </fieldset>
        </>
      )}
      <DateField
        label={texts.expires}
        hint={texts.expiresHint}
        value={expires}
        onChange={setExpires}
        error={fieldErrorOf(create.error, 'expires_at')}
      />
      {create.error ? <ErrorNotice error={create.error} /> : null}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common.cancel}</Button>
        <Button type="submit" look="primary" isPending={create.isPending} isDisabled={!isComplete}>
          {common.create}
        </Button>
      </div>
    </Form>
  )
}
