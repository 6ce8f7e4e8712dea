import '../account.css'
import { useMe } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { PageHeader } from '../../../ui/page-header.tsx'
import { DeleteAccount } from './delete-account.tsx'
import { IdleSetting } from './idle-setting.tsx'
import { PasswordSection } from './password-section.tsx'
import { SecondFactorsSection } from './second-factors-section.tsx'
import { SessionsSection } from './sessions-section.tsx'

export const SecurityPage = () => {
  const { account } = useMessages()
  const { user } = useMe()
  return (
    <>
      <PageHeader title={account.pages.security} />
      {user.managed_by === null ? <PasswordSection /> : null}
      <SecondFactorsSection />
      <SessionsSection />
      <IdleSetting />
      <DeleteAccount />
    </>
  )
}
