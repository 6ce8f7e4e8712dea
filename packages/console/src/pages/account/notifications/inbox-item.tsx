import type { Notification } from '@muster/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Time } from '../../../ui/time.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { LongText } from '../long-text.tsx'
import { inboxKey } from '../query-keys.ts'
import { useAct } from '../use-act.ts'

/** The server checks links too; an old one must not run a script. */
const safeLink = (link: string | null): string | undefined =>
  link !== null && /^https?:\/\//i.test(link) ? link : undefined

export const InboxItem = ({ notification }: { readonly notification: Notification }) => {
  const { account, common } = useMessages()
  const { inbox } = account
  const client = useQueryClient()
  const { error, isPending, run } = useAct()
  const { id, title, body, link, read, created_at } = notification
  const href = safeLink(link)
  const mark = async () => {
    if (await run(() => muster.notifications.mark(id, { read: !read })))
      await client.invalidateQueries({ queryKey: inboxKey })
  }
  const remove = async () => {
    if (!(await run(() => muster.notifications.delete(id)))) return
    announce(inbox.deleted)
    await client.invalidateQueries({ queryKey: inboxKey })
  }
  return (
    <li className="card">
      <article aria-label={title}>
        <h2 className="account-inbox-title" dir="auto">
          {title} {read ? null : <Badge tone="warning">{inbox.unread}</Badge>}
        </h2>
        <p className="hint account-note">
          <Time value={created_at} />
        </p>
        <LongText label={title}>{body}</LongText>
        {href === undefined ? null : (
          <p className="account-inbox-link">
            <a href={href} target="_blank" rel="noopener noreferrer">
              {inbox.open}
            </a>{' '}
            <bdi className="hint">{href}</bdi>
          </p>
        )}
        {error === undefined ? null : <ErrorNotice error={error} />}
        <div className="toolbar account-toolbar">
          <Button isPending={isPending} onPress={() => void mark()}>
            {read ? inbox.markUnread : inbox.markRead}
          </Button>
          <Button look="quiet" isPending={isPending} onPress={() => void remove()}>
            {common.delete}
          </Button>
        </div>
      </article>
    </li>
  )
}
