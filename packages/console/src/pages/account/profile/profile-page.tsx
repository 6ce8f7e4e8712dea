import '../account.css'
import { useMe } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Section } from '../section.tsx'
import { ProfileForm } from './profile-form.tsx'

export const ProfilePage = () => {
  const { account, common } = useMessages()
  const { user } = useMe()
  const { profile } = account
  const verified = user.email_verified_at === null ? profile.unverified : profile.verified
  return (
    <>
      <PageHeader title={account.pages.profile} />
      <Section title={profile.details}>
        <DescriptionList
          items={[
            [profile.username, user.username],
            [
              profile.email,
              user.email === null ? null : (
                <>
                  <bdi>{user.email}</bdi> ({verified})
                </>
              ),
            ],
            [profile.developer, user.developer ? common.yes : common.no],
            [common.id, user.id],
          ]}
        />
        <p className="hint account-note">{user.managed_by === null ? profile.fixed : profile.managed}</p>
      </Section>
      <Section title={profile.edit}>
        <ProfileForm />
      </Section>
    </>
  )
}
