import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { DomainField, useDomains, useOwnDomain } from './domain-choice.tsx'
import { InviteOne } from './invite-one.tsx'
import { InviteSeveral } from './invite-several.tsx'
import './users.css'

export const InvitePage = () => {
  const { users } = useMessages()
  const { domain: given, tab = 'one' } = useSearch({ from: '/shell/users/invite' })
  const navigate = useNavigate({ from: '/users/invite' })
  const domains = useDomains()
  const own = useOwnDomain()
  const [domain, setDomain] = useState(given ?? own)
  return (
    <>
      <PageHeader title={users.invitePerson} trail={<Link to="/invitations">{users.invitations}</Link>} />
      <div className="form">
        <DomainField domains={domains} value={domain} onChange={(id) => setDomain(id ?? own)} />
      </div>
      <Tabs
        label={users.invitePerson}
        selected={tab}
        onSelect={(id) =>
          void navigate({
            search: (before) => ({ ...before, tab: id === 'one' ? undefined : id }),
            replace: true,
          })
        }
        tabs={[
          { id: 'one', label: users.onePerson, content: () => <InviteOne key={domain} domainId={domain} /> },
          { id: 'several', label: users.severalPeople, content: () => <InviteSeveral domainId={domain} /> },
        ]}
      />
    </>
  )
}
