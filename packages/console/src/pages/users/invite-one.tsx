import { MusterError, type NewInvitation } from '@muster/sdk'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { fieldErrorOf } from '../../ui/describe-error.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { LanguageField } from '../../ui/language-field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { announce } from '../../ui/toasts.tsx'

/** Roles on a domain that its managers may assign. */
const domainRoles = ['manager', 'member', 'reader', 'publisher', 'annotator'] as const

type DomainRole = (typeof domainRoles)[number]

const codeOf = (error: unknown) => (error instanceof MusterError ? error.code : undefined)

export const InviteOne = ({ domainId }: { readonly domainId: string }) => {
  const { users, common } = useMessages()
  const navigate = useNavigate()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [language, setLanguage] = useState<NonNullable<NewInvitation['language']> | ''>('')
  const [role, setRole] = useState<DomainRole | ''>('')
  const [mode, setMode] = useState<'email_link' | 'temporary_password'>('email_link')
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const [secret, setSecret] = useState<string>()
  const submit = async () => {
    const invitation: NewInvitation = {
      email: email.trim(),
      domain_id: domainId,
      mode,
      ...(role === '' ? {} : { domain_role: role }),
      ...(name === '' ? {} : { display_name: name }),
      ...(language === '' ? {} : { language }),
    }
    setPending(true)
    setError(undefined)
    try {
      const made = await muster.invitations.create(invitation)
      announce(made.outcome === 'existing' ? users.alreadyInvited(email) : users.invited(email))
      await queryClient.invalidateQueries({ queryKey: ['users'] })
      if (made.temporary_password === undefined) await navigate({ to: '/invitations' })
      else setSecret(made.temporary_password)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setPending(false)
    }
  }
  const isTaken = codeOf(error) === 'email_taken' || codeOf(error) === 'user_name_taken'
  const emailError =
    fieldErrorOf(error, 'email') ?? (isTaken && error instanceof Error ? error.message : undefined)
  return (
    <Form className="form" isPending={isPending} onSubmit={submit}>
      <TextField
        label={users.email}
        type="email"
        value={email}
        onChange={setEmail}
        error={emailError}
        isRequired
        autoComplete="off"
      />
      <TextField label={users.fields.display_name} value={name} onChange={setName} autoComplete="off" />
      <LanguageField label={users.fields.language} value={language} onChange={setLanguage} />
      <SelectField
        label={users.roleOnDomain}
        options={[
          { value: '', label: common.none },
          ...domainRoles.map((value) => ({ value, label: value })),
        ]}
        value={role}
        onChange={setRole}
      />
      <SelectField
        label={users.inviteMode}
        options={[
          { value: 'email_link', label: users.modes.email_link },
          { value: 'temporary_password', label: users.modes.temporary_password },
        ]}
        value={mode}
        onChange={setMode}
      />
      {error === undefined || emailError !== undefined ? null : <ErrorNotice error={error} />}
      <div className="toolbar">
        <Button type="submit" look="primary" isPending={isPending}>
          {users.inviteAct}
        </Button>
      </div>
      <Dialog
        title={users.temporaryPassword}
        isOpen={secret !== undefined}
        onClose={() => void navigate({ to: '/invitations' })}
        role="alertdialog"
      >
        <p>{users.temporaryPasswordHint(email)}</p>
        <code className="secret">{secret}</code>
        <div className="dialog-actions">
          <Button
            onPress={async () => {
              await navigator.clipboard.writeText(secret ?? '')
              announce(common.copied)
            }}
          >
            {common.copy}
          </Button>
          <Button look="primary" onPress={() => void navigate({ to: '/invitations' })}>
            {common.close}
          </Button>
        </div>
      </Dialog>
    </Form>
  )
}
