import { languageName } from '@muster/messages/languages.ts'
import type { User } from '@muster/sdk'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { Time } from '../../ui/time.tsx'
import { ObjectName } from './object-name.tsx'
import { ProfileForm } from './profile-form.tsx'
import { profileFields } from './profile-values.ts'

const StatusCard = ({ user }: { readonly user: User }) => {
  const { user: texts, users } = useMessages()
  return (
    <section className="card" aria-label={texts.statusTitle}>
      <h2>{texts.statusTitle}</h2>
      <p>
        <StatusBadge status={user.status} /> {texts.statusMeaning[user.status]}
      </p>
      <DescriptionList
        items={[
          [users.created, <Time key="t" value={user.created_at} />],
          [texts.lastActive, <Time key="t" value={user.last_active_at} />],
          ...(user.status === 'invited'
            ? ([[texts.invitedUntil, <Time key="t" value={user.invited_until} />]] as const)
            : []),
          [
            texts.emailState,
            user.email === null
              ? null
              : user.email_verified_at !== null
                ? texts.emailVerified
                : user.email_claimed
                  ? texts.emailClaimed
                  : texts.emailNotClaimed,
          ],
          [texts.domain, <ObjectName key="n" kind="domain" id={user.domain_id} />],
          [texts.userId, <code key="c">{user.id}</code>],
        ]}
      />
    </section>
  )
}

export const ProfileTab = ({ user }: { readonly user: User }) => {
  const { user: texts } = useMessages()
  const may = useMay(user.domain_id)
  const isReadOnly = user.managed_by !== null || !may('identity:update_user')
  return (
    <>
      <StatusCard user={user} />
      <section className="card" aria-label={texts.tabs.profile}>
        <h2>{texts.tabs.profile}</h2>
        {user.managed_by === null ? null : <p className="notice">{texts.managedWhy}</p>}
        {isReadOnly ? (
          <DescriptionList
            items={profileFields.map((name) => [
              texts.fields[name],
              name === 'default_project_id' && user.default_project_id !== null ? (
                <ObjectName key="n" kind="project" id={user.default_project_id} />
              ) : name === 'language' ? (
                languageName(user.language)
              ) : (
                user[name]
              ),
            ])}
          />
        ) : (
          <ProfileForm user={user} />
        )}
      </section>
    </>
  )
}
