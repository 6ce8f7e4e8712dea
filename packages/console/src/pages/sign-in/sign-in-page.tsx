import { MusterError, Unauthenticated } from '@muster/sdk'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { muster, root } from '../../app/client.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { describeError } from '../../ui/describe-error.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { TextField } from '../../ui/text-field.tsx'

const codeOf = (error: unknown) => (error instanceof MusterError ? error.code : undefined)

/** A path of the console; anything else, such as another origin, counts as none. */
const safePath = (path: string | undefined): string =>
  path !== undefined && /^\/(?![/\\])/.test(path) ? path : '/'

export const SignInPage = () => {
  const messages = useMessages()
  const { signIn } = messages
  const { to, why } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const router = useRouter()
  const [login, setLogin] = useState('')
  const [domain, setDomain] = useState('')
  const [password, setPassword] = useState('')
  const [passcode, setPasscode] = useState('')
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    setError(undefined)
    try {
      await muster.sessions.open({
        ...(login.includes('@') ? { email: login } : { username: login }),
        ...(domain === '' ? {} : { domain_name: domain }),
        password,
        ...(passcode === '' ? {} : { passcode }),
        cookie: true,
      })
      // What another user was shown here is not shown again.
      queryClient.clear()
      await router.invalidate()
      await navigate({ to: safePath(to), replace: true })
    } catch (thrown) {
      setError(thrown)
      setPending(false)
    }
  }
  const describe = (thrown: unknown) => {
    if (codeOf(thrown) === 'password_expired') return signIn.expired
    return thrown instanceof Unauthenticated ? signIn.failed : describeError(thrown, messages)
  }
  return (
    <main className="lone">
      <PageHeader title={signIn.title} />
      {why === undefined ? null : (
        <p className="notice" role="status">
          {why === 'idle' ? signIn.idle : signIn.signedOut}
        </p>
      )}
      <form className="form" onSubmit={submit}>
        <TextField
          label={signIn.username}
          value={login}
          onChange={setLogin}
          autoComplete="username"
          autoFocus
          isRequired
        />
        <TextField
          label={signIn.password}
          value={password}
          onChange={setPassword}
          type="password"
          autoComplete="current-password"
          isRequired
        />
        <TextField
          label={signIn.passcode}
          hint={signIn.passcodeHint}
          value={passcode}
          onChange={setPasscode}
          inputMode="numeric"
          autoComplete="one-time-code"
        />
        <TextField
          label={signIn.domain}
          hint={signIn.domainHint}
          value={domain}
          onChange={setDomain}
          autoComplete="organization"
        />
        {error === undefined ? null : (
          <div role="alert" className="notice notice-error">
            <p>{describe(error)}</p>
            {codeOf(error) === 'password_expired' ? (
              <a href={`${root}/account/password`}>{signIn.changePassword}</a>
            ) : null}
          </div>
        )}
        <Button type="submit" look="primary" isPending={isPending}>
          {signIn.submit}
        </Button>
        <a href={`${root}/account/recovery`}>{signIn.forgot}</a>
      </form>
    </main>
  )
}
