import { languageName } from '@muster/messages/languages.ts'
import type { Message } from '@muster/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { muster } from '../../../app/client.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Time } from '../../../ui/time.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { ObjectLink } from '../object-link.tsx'
import { MailState, useTemplateName } from './mail-state.tsx'

type MessageDialogProps = { readonly message: Message; readonly onClose: () => void }

/** One email. Its text is not shown: it contains links and passwords, which the server seals. */
export const MessageDialog = ({ message, onClose }: MessageDialogProps) => {
  const { operations, common } = useMessages()
  const { mail, webhooks } = operations
  const templateName = useTemplateName()
  const may = useMay(message.domain_id ?? undefined)
  const client = useQueryClient()
  const retry = useMutation({
    mutationFn: () => muster.messages.retry(message.id),
    onSuccess: () => {
      announce(mail.retried(message.to))
      onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['messages'] }),
  })
  return (
    <Dialog title={templateName(message.template)} isOpen onClose={onClose}>
      <DescriptionList
        items={[
          [mail.fields.to, message.to],
          [mail.fields.language, languageName(message.language)],
          [mail.fields.state, <MailState key="s" state={message.state} />],
          [
            mail.fields.user,
            message.user_id === null ? null : <ObjectLink key="u" type="user" id={message.user_id} />,
          ],
          [
            webhooks.fields.domain,
            message.domain_id === null ? null : <ObjectLink key="d" type="domain" id={message.domain_id} />,
          ],
          [mail.fields.attempts, String(message.attempts)],
          [mail.fields.created, <Time key="c" value={message.created_at} />],
          [mail.fields.next, <Time key="n" value={message.next_attempt_at} />],
          [mail.fields.sent, <Time key="t" value={message.sent_at} />],
          [mail.fields.expires, <Time key="e" value={message.expires_at} />],
        ]}
      />
      {message.last_error === null ? null : (
        <section aria-label={mail.fields.error}>
          <h3 className="hint">{mail.fields.error}</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <pre className="raw-text" dir="auto" tabIndex={0}>
            {message.last_error}
          </pre>
        </section>
      )}
      <p className="hint">{mail.sealed}</p>
      {retry.error ? <ErrorNotice error={retry.error} /> : null}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common.close}</Button>
        {message.state !== 'sent' && may('muster:retry_message') ? (
          <Button look="primary" isPending={retry.isPending} onPress={() => retry.mutate()}>
            {mail.retry}
          </Button>
        ) : null}
      </div>
    </Dialog>
  )
}
