import type { User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense } from 'react'
import { permissionsQuery, useMay, useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { ProfileTab } from './profile-tab.tsx'
import { RolesTab } from './roles-tab.tsx'
import type { UserTab } from './user-search.ts'

const MoreTab = lazy(async () => ({ default: (await import('./more-tabs.tsx')).MoreTab }))

type OfferedTab = {
  readonly id: UserTab
  /** The rule without which the tab has nothing to show. */
  readonly rule?: string
  /** The user itself may see it without the rule. */
  readonly own?: true
  readonly content: (user: User) => ReactNode
}

const tabs: readonly OfferedTab[] = [
  { id: 'profile', content: (user) => <ProfileTab user={user} /> },
  { id: 'roles', rule: 'identity:list_role_assignments', content: (user) => <RolesTab user={user} /> },
  {
    id: 'projects',
    rule: 'identity:list_role_assignments',
    content: (user) => <MoreTab tab="projects" user={user} />,
  },
  {
    id: 'groups',
    rule: 'identity:list_groups_for_user',
    own: true,
    content: (user) => <MoreTab tab="groups" user={user} />,
  },
  {
    id: 'signIn',
    rule: 'muster:list_user_sessions',
    content: (user) => <MoreTab tab="signIn" user={user} />,
  },
  {
    id: 'keys',
    rule: 'muster:list_api_keys',
    own: true,
    content: (user) => <MoreTab tab="keys" user={user} />,
  },
  { id: 'trusts', rule: 'identity:list_trusts', content: (user) => <MoreTab tab="trusts" user={user} /> },
  { id: 'plan', rule: 'muster:get_plan', own: true, content: (user) => <MoreTab tab="plan" user={user} /> },
  {
    id: 'documents',
    rule: 'muster:list_documents',
    own: true,
    content: (user) => <MoreTab tab="documents" user={user} />,
  },
  {
    id: 'notifications',
    rule: 'muster:get_preferences',
    own: true,
    content: (user) => <MoreTab tab="notifications" user={user} />,
  },
  { id: 'metadata', content: (user) => <MoreTab tab="metadata" user={user} /> },
  { id: 'history', rule: 'muster:list_events', content: (user) => <MoreTab tab="history" user={user} /> },
]

export const UserTabs = ({ user }: { readonly user: User }) => {
  const messages = useMessages()
  const search = useSearch({ from: '/shell/users/$userId' })
  const navigate = useNavigate({ from: '/users/$userId' })
  const may = useMay(user.domain_id)
  const { isPending } = useQuery(permissionsQuery(user.domain_id))
  const isSelf = useMe().user.id === user.id
  // Not to show the profile for a moment in place of the tab in the address.
  if (isPending) return <p aria-busy="true">{messages.common.loading}</p>
  const offered = tabs.filter(({ rule, own }) => rule === undefined || may(rule) || (own && isSelf))
  const selected = offered.find(({ id }) => id === search.tab)?.id ?? 'profile'
  return (
    <Tabs
      label={messages.user.tabsLabel}
      selected={selected}
      onSelect={(tab) => void navigate({ search: tab === 'profile' ? {} : { tab } })}
      tabs={offered.map(({ id, content }) => ({
        id,
        label: messages.user.tabs[id],
        content: () => <Suspense fallback={<p>{messages.common.loading}</p>}>{content(user)}</Suspense>,
      }))}
    />
  )
}
