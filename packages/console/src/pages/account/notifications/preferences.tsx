import type { NotificationPreferencesChange } from '@muster/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { useAct } from '../use-act.ts'
import { preferencesQuery } from './preferences-query.ts'

/** Each choice is stored at once. */
export const Preferences = () => {
  const { account, common } = useMessages()
  const { inbox } = account
  const client = useQueryClient()
  const { data, error: readError, refetch } = useQuery(preferencesQuery)
  const { error, run } = useAct()
  if (readError) return <ErrorNotice error={readError} onRetry={() => void refetch()} />
  if (data === undefined) return <p role="status">{common.loading}</p>
  const change = async (input: NotificationPreferencesChange) => {
    const isSaved = await run(async () =>
      client.setQueryData(preferencesQuery.queryKey, await muster.notifications.updatePreferences(input)),
    )
    if (isSaved) announce(common.saved)
  }
  const { channels, types } = data
  return (
    <>
      <fieldset className="account-choices card">
        <legend>{inbox.channels}</legend>
        <Checkbox isSelected={channels.email} onChange={(email) => void change({ channels: { email } })}>
          {inbox.email}
        </Checkbox>
        <Checkbox isSelected={channels.web_ui} onChange={(web_ui) => void change({ channels: { web_ui } })}>
          {inbox.webUi}
        </Checkbox>
        <p className="hint account-note">{inbox.note}</p>
      </fieldset>
      <fieldset className="account-choices card">
        <legend>{inbox.types}</legend>
        <Checkbox
          isSelected={types.comment_mention}
          onChange={(comment_mention) => void change({ types: { comment_mention } })}
        >
          {inbox.commentMention}
        </Checkbox>
      </fieldset>
      {error === undefined ? null : <ErrorNotice error={error} />}
    </>
  )
}
