import { MusterError, type NewUser } from '@muster/sdk'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { fieldErrorOf } from '../../ui/describe-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { LanguageField } from '../../ui/language-field.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { DomainField, useDomains, useOwnDomain } from './domain-choice.tsx'
import { useOpenUser } from './open-user.ts'
import './users.css'
import { Form } from '../../ui/form.tsx'

const textFields = [
  'username',
  'email',
  'given_name',
  'family_name',
  'display_name',
  'phone_number',
  'language',
  'external_id',
  'description',
  'password',
] as const

type TextName = (typeof textFields)[number]

const fieldOfCode: Readonly<Record<string, TextName>> = {
  user_name_taken: 'username',
  email_taken: 'email',
  external_id_taken: 'external_id',
}

/** The error of a field, named by the server or by the code of a taken value. */
const errorOf = (error: unknown, field: TextName): string | undefined => {
  const named = fieldErrorOf(error, field)
  if (named !== undefined || !(error instanceof MusterError)) return named
  return fieldOfCode[error.code ?? ''] === field ? error.message : undefined
}

export const NewUserPage = () => {
  const { users, common } = useMessages()
  const { domain: given } = useSearch({ from: '/shell/users/new' })
  const domains = useDomains()
  const own = useOwnDomain()
  const openUser = useOpenUser()
  const [domain, setDomain] = useState(given ?? own)
  const may = useMay(domain)
  const [values, setValues] = useState<Partial<Record<TextName, string>>>({})
  const [kind, setKind] = useState<'human' | 'service'>('human')
  const [developer, setDeveloper] = useState(false)
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const submit = async () => {
    const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
    const user: NewUser = { username: '', ...filled, domain_id: domain, kind, developer }
    setPending(true)
    setError(undefined)
    try {
      const { id, username } = await muster.users.create(user)
      announce(users.userCreated(username))
      await queryClient.invalidateQueries({ queryKey: ['users'] })
      openUser(id)
    } catch (thrown) {
      setError(thrown)
      setPending(false)
    }
  }
  const field = (name: TextName, more: Partial<Parameters<typeof TextField>[0]> = {}) => (
    <TextField
      key={name}
      label={name === 'password' ? users.password : users.fields[name]}
      value={values[name] ?? ''}
      onChange={(value) => setValues({ ...values, [name]: value })}
      error={errorOf(error, name)}
      autoComplete="off"
      {...more}
    />
  )
  const isOfField = textFields.some((name) => errorOf(error, name) !== undefined)
  return (
    <>
      <PageHeader title={users.newUser} trail={<Link to="/users">{common.users}</Link>} />
      {may('identity:create_user') ? null : <p className="notice">{users.mayNotCreate}</p>}
      <Form className="form" isPending={isPending} onSubmit={submit}>
        <DomainField domains={domains} value={domain} onChange={(id) => setDomain(id ?? own)} />
        {field('username', { isRequired: true, autoFocus: true, maxLength: 255 })}
        {field('email', { type: 'email', hint: users.emailHint })}
        {field('given_name')}
        {field('family_name')}
        {field('display_name', { hint: users.displayNameHint })}
        {field('password', { type: 'password', autoComplete: 'new-password', hint: users.passwordHint })}
        {field('phone_number', { type: 'tel' })}
        <LanguageField
          label={users.fields.language}
          value={values.language ?? ''}
          onChange={(language) => setValues({ ...values, language })}
        />
        {field('external_id', { hint: users.externalIdHint })}
        {field('description', { rows: 3 })}
        <SelectField
          label={users.fields.kind}
          options={[
            { value: 'human', label: users.kinds.human },
            { value: 'service', label: users.kinds.service },
          ]}
          value={kind}
          onChange={setKind}
        />
        <Checkbox isSelected={developer} onChange={setDeveloper}>
          {users.developerHint}
        </Checkbox>
        {error === undefined || isOfField ? null : <ErrorNotice error={error} />}
        <div className="toolbar">
          <Button type="submit" look="primary" isPending={isPending}>
            {users.createUser}
          </Button>
        </div>
      </Form>
    </>
  )
}
