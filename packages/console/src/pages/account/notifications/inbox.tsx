import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { ListState } from '../list-state.tsx'
import { inboxKey } from '../query-keys.ts'
import { useAct } from '../use-act.ts'
import { usePages } from '../use-pages.ts'
import { InboxItem } from './inbox-item.tsx'
import { preferencesQuery } from './preferences-query.ts'

export const Inbox = () => {
  const { inbox } = useMessages().account
  const { status } = useSearch({ from: '/shell/account/notifications' })
  const navigate = useNavigate({ from: '/account/notifications' })
  const client = useQueryClient()
  const { error, isPending, run } = useAct()
  const { data: preferences } = useQuery(preferencesQuery)
  const list = usePages([...inboxKey, 'list', status ?? 'all'], (cursor, signal) =>
    muster.notifications.list({ limit: 50, ...(status ? { status } : {}) }, { signal }).page(cursor),
  )
  const markAll = async () => {
    let marked = 0
    const isDone = await run(async () => {
      marked = (await muster.notifications.markAllRead()).marked
    })
    if (!isDone) return
    announce(inbox.markedAll(marked))
    await client.invalidateQueries({ queryKey: inboxKey })
  }
  return (
    <>
      {preferences?.channels.web_ui === false ? <p className="notice">{inbox.off}</p> : null}
      <div className="toolbar account-toolbar">
        <SelectField
          label={inbox.show}
          options={(['all', 'unread', 'read'] as const).map((value) => ({ value, label: inbox[value] }))}
          value={status ?? 'all'}
          onChange={(value) => void navigate({ search: value === 'all' ? {} : { status: value } })}
        />
        <Button isPending={isPending} onPress={() => void markAll()}>
          {inbox.markAll}
        </Button>
      </div>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <ul className="account-inbox">
        {list.rows.map((notification) => (
          <InboxItem key={notification.id} notification={notification} />
        ))}
      </ul>
      <ListState list={list} empty={inbox.none} />
    </>
  )
}
