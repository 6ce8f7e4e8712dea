import { useState } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

type SecretDialogProps = { readonly secret: string | undefined; readonly onClose: () => void }

/** A secret that the server returns once. It is never stored by the console. */
export const SecretDialog = ({ secret, onClose }: SecretDialogProps) => {
  const { user: texts, common } = useMessages()
  const [copied, setCopied] = useState<'copied' | 'failed'>()
  const close = () => {
    setCopied(undefined)
    onClose()
  }
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret ?? '')
      setCopied('copied')
    } catch {
      setCopied('failed')
    }
  }
  return (
    <Dialog title={texts.secretTitle} isOpen={secret !== undefined} onClose={close} role="alertdialog">
      <p>{texts.secretOnce}</p>
      <pre className="secret" dir="ltr">
        {secret}
      </pre>
      <p role="status">{copied === 'copied' ? common.copied : copied === 'failed' ? texts.copyFailed : ''}</p>
      <div className="dialog-actions">
        <Button onPress={() => void copy()}>{common.copy}</Button>
        <Button look="primary" onPress={close}>
          {texts.secretKept}
        </Button>
      </div>
    </Dialog>
  )
}
