import { root } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { TextField } from '../../ui/text-field.tsx'
import type { useSignIn } from './use-sign-in.ts'

type ProofFieldsProps = { readonly state: ReturnType<typeof useSignIn>; readonly autoFocus?: boolean }

/** The password and, where needed, the one-time password, with what was wrong with them. */
export const ProofFields = ({ state, autoFocus = false }: ProofFieldsProps) => {
  const { signIn } = useMessages()
  return (
    <>
      <TextField
        label={signIn.password}
        value={state.password}
        onChange={state.setPassword}
        type="password"
        autoComplete="current-password"
        autoFocus={autoFocus}
        isRequired
      />
      {state.needsPasscode ? (
        <TextField
          label={signIn.passcode}
          hint={signIn.passcodeHint}
          value={state.passcode}
          onChange={state.setPasscode}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          isRequired
        />
      ) : null}
      {state.problem === undefined ? null : (
        <div role="alert" className="notice notice-error">
          <p>{state.problem}</p>
          {state.isExpired ? <a href={`${root}/account/password`}>{signIn.changePassword}</a> : null}
        </div>
      )}
    </>
  )
}
