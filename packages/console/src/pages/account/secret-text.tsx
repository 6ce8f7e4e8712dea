import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { announce } from '../../ui/toasts.tsx'

type SecretTextProps = { readonly label: string; readonly value: string }

/** A secret that is shown once, to select or to copy. */
export const SecretText = ({ label, value }: SecretTextProps) => {
  const { account, common } = useMessages()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      announce(common.copied)
    } catch {
      announce(account.copyFailed)
    }
  }
  return (
    <div className="field">
      <span className="account-secret-label">{label}</span>
      <div className="account-secret">
        <code dir="ltr">{value}</code>
        <Button onPress={copy}>{common.copy}</Button>
      </div>
    </div>
  )
}
