import { MusterError, type SignIn, Unauthenticated } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { writeLastInput } from '../../shell/session/last-input.ts'
import { describeError } from '../../ui/describe-error.ts'

const codeOf = (error: unknown) => (error instanceof MusterError ? error.code : undefined)

/** The state of a form that signs in. The one-time password is asked for once the server needs it. */
export const useSignIn = () => {
  const messages = useMessages()
  const [password, setPassword] = useState('')
  const [passcode, setPasscode] = useState('')
  const [needsPasscode, setNeedsPasscode] = useState(false)
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)

  const describe = (thrown: unknown) => {
    if (codeOf(thrown) === 'password_expired') return messages.signIn.expired
    if (!(thrown instanceof Unauthenticated)) return describeError(thrown, messages)
    return needsPasscode ? messages.signIn.failed : messages.signIn.failedPassword
  }
  /** Opens a session in the cookie. Returns whether it did. */
  const submit = async (who: Omit<SignIn, 'password' | 'passcode' | 'cookie'>): Promise<boolean> => {
    if (isPending) return false
    setPending(true)
    setError(undefined)
    try {
      await muster.sessions.open({
        ...who,
        password,
        ...(passcode === '' ? {} : { passcode: passcode.replaceAll(/\s/g, '') }),
        cookie: true,
      })
      writeLastInput()
      return true
    } catch (thrown) {
      if (codeOf(thrown) === 'factors_missing' && !needsPasscode) setNeedsPasscode(true)
      else {
        setError(thrown)
        // A one-time password works once.
        setPasscode('')
      }
      return false
    } finally {
      setPending(false)
    }
  }
  return {
    password,
    setPassword,
    passcode,
    setPasscode,
    needsPasscode,
    isPending,
    submit,
    isExpired: codeOf(error) === 'password_expired',
    problem: error === undefined ? undefined : describe(error),
  }
}
