import type { NotificationPreferencesChange, User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'
import { useMay, useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { announce } from '../../ui/toasts.tsx'
import { useUserAct } from './user-query.ts'

const channels = ['email', 'web_ui'] as const
const types = ['comment_mention'] as const

/** What the user is notified of, and how. A switch is saved at once. */
export const NotificationsTab = ({ user }: { readonly user: User }) => {
  const { user: texts, common } = useMessages()
  const may = useMay(user.domain_id)
  const isSelf = useMe().user.id === user.id
  const isReadOnly = !isSelf && !may('muster:update_preferences')
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['user', user.id, 'preferences'],
    queryFn: ({ signal }) => muster.notifications.preferences(user.id, { signal }),
  })
  const act = useUserAct(user.id, async (change: NotificationPreferencesChange) => {
    await muster.notifications.updatePreferences(change, user.id)
    announce(common.saved)
  })
  if (isPending) return <p aria-busy="true">{common.loading}</p>
  if (data === undefined) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  // The wanted value is shown while it is saved, and the stored one again after an error.
  const wanted = act.isPending ? act.variables : {}
  const isDisabled = isReadOnly || act.isPending
  return (
    <section className="card" aria-label={texts.tabs.notifications}>
      <p>{texts.notificationsWhat}</p>
      <fieldset className="user-fieldset">
        <legend>{texts.channelsTitle}</legend>
        {channels.map((name) => (
          <Checkbox
            key={name}
            isSelected={wanted.channels?.[name] ?? data.channels[name]}
            isReadOnly={isDisabled}
            onChange={(value) => act.mutate({ channels: { [name]: value } })}
          >
            {texts.channels[name]}
          </Checkbox>
        ))}
      </fieldset>
      <fieldset className="user-fieldset">
        <legend>{texts.typesTitle}</legend>
        {types.map((name) => (
          <Checkbox
            key={name}
            isSelected={wanted.types?.[name] ?? data.types[name]}
            isReadOnly={isDisabled}
            onChange={(value) => act.mutate({ types: { [name]: value } })}
          >
            {texts.types[name]}
          </Checkbox>
        ))}
      </fieldset>
      {act.error ? <ErrorNotice error={act.error} /> : null}
    </section>
  )
}
