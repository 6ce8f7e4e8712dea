import { useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { PageHeader } from '../../ui/page-header.tsx'

export const ProfilePage = () => {
  const { common } = useMessages()
  const { user } = useMe()
  return (
    <>
      <PageHeader title={common.account} />
      <p>{user.username}</p>
    </>
  )
}
