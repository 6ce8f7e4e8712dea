import { type ProfileChange, VersionChanged } from '@muster/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { meQuery, useMe } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { fieldErrorOf } from '../../../ui/describe-error.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Form } from '../../../ui/form.tsx'
import { LanguageField } from '../../../ui/language-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { useAct } from '../use-act.ts'

const fields = [
  'display_name',
  'given_name',
  'family_name',
  'phone_number',
  'picture_url',
  'language',
] as const
type Field = (typeof fields)[number]

/** Only what was typed is sent, and only over the version that it was typed for. */
export const ProfileForm = () => {
  const { account, common, errors } = useMessages()
  const me = useMe()
  const client = useQueryClient()
  const [typed, setTyped] = useState<Partial<Record<Field, string>>>({})
  const { error, isPending, run, clear } = useAct()

  const submit = async () => {
    const change: ProfileChange = Object.fromEntries(
      fields.flatMap((field) => (typed[field] === undefined ? [] : [[field, typed[field] || null]])),
    )
    const isSaved = await run(() => muster.me.update(change, { ifMatch: me }))
    if (!isSaved) return
    await client.invalidateQueries(meQuery)
    setTyped({})
    announce(common.saved)
  }
  const reload = async () => {
    await client.invalidateQueries(meQuery)
    clear()
    announce(account.reloaded)
  }
  const hasFieldError = fields.some((field) => fieldErrorOf(error, field) !== undefined)
  const { profile } = account
  const valueIn = (name: Field) => typed[name] ?? me.user[name] ?? ''
  const set = (name: Field, text: string) => setTyped((before) => ({ ...before, [name]: text }))
  const field = (name: Field, label: string, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      value={valueIn(name)}
      onChange={(text) => set(name, text)}
      error={fieldErrorOf(error, name)}
      isDisabled={me.user.managed_by !== null && name.endsWith('_name')}
    />
  )
  return (
    <Form className="form" isPending={isPending} onSubmit={submit}>
      {field('given_name', profile.givenName)}
      {field('family_name', profile.familyName)}
      {field('display_name', profile.displayName, profile.displayNameHint)}
      {field('phone_number', profile.phone)}
      {field('picture_url', profile.picture, profile.pictureHint)}
      <LanguageField
        label={profile.language}
        value={valueIn('language')}
        onChange={(language) => set('language', language)}
      />
      {error === undefined || hasFieldError ? null : <ErrorNotice error={error} />}
      <div className="account-form-actions">
        {error instanceof VersionChanged ? <Button onPress={reload}>{errors.reload}</Button> : null}
        <Button
          type="submit"
          look="primary"
          isPending={isPending}
          isDisabled={Object.keys(typed).length === 0}
        >
          {common.save}
        </Button>
      </div>
    </Form>
  )
}
