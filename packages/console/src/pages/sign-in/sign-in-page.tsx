import './sign-in.css'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { root } from '../../app/client.ts'
import { setPageUser } from '../../app/page-user.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ProofFields } from './proof-fields.tsx'
import { safePath } from './safe-path.ts'
import { useSignIn } from './use-sign-in.ts'

export const SignInPage = () => {
  const { signIn } = useMessages()
  const { to, why } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const router = useRouter()
  const [login, setLogin] = useState('')
  const [domain, setDomain] = useState('')
  const state = useSignIn()

  const submit = async () => {
    // A sign-in here replaces the session that another tab may have opened meanwhile.
    setPageUser(undefined)
    const name = login.trim()
    const isOpen = await state.submit({
      ...(name.includes('@') ? { email: name } : { username: name }),
      ...(domain === '' ? {} : { domain_name: domain }),
    })
    if (!isOpen) return
    // What another user was shown here is not shown again.
    queryClient.clear()
    await router.invalidate()
    await navigate({ to: safePath(to), replace: true })
  }
  return (
    <main className="lone">
      <span className="brand">Muster</span>
      <PageHeader title={signIn.title} />
      {why === undefined ? null : (
        <p className="notice" role="status">
          {signIn.reasons[why]}
        </p>
      )}
      <Form className="form" isPending={state.isPending} onSubmit={submit}>
        <TextField
          label={signIn.username}
          value={login}
          onChange={setLogin}
          autoComplete="username"
          autoFocus
          isRequired
        />
        <ProofFields state={state} />
        <TextField
          label={signIn.domain}
          hint={signIn.domainHint}
          value={domain}
          onChange={setDomain}
          autoComplete="organization"
        />
        <Button type="submit" look="primary" isPending={state.isPending}>
          {signIn.submit}
        </Button>
        <p className="sign-in-links">
          <a href={`${root}/account/recovery`}>{signIn.forgot}</a>
          <a href={`${root}/account/password`}>{signIn.changeExpired}</a>
        </p>
      </Form>
    </main>
  )
}
