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

const DocumentsTab = lazy(async () => ({ default: (await import('./documents-tab.tsx')).DocumentsTab }))
const GroupsTab = lazy(async () => ({ default: (await import('./groups-tab.tsx')).GroupsTab }))
const HistoryTab = lazy(async () => ({ default: (await import('./history-tab.tsx')).HistoryTab }))
const KeysTab = lazy(async () => ({ default: (await import('./keys-tab.tsx')).KeysTab }))
const MetadataTab = lazy(async () => ({ default: (await import('./metadata-tab.tsx')).MetadataTab }))
const NotificationsTab = lazy(async () => ({
  default: (await import('./notifications-tab.tsx')).NotificationsTab,
}))
const PlanTab = lazy(async () => ({ default: (await import('./plan-tab.tsx')).PlanTab }))
const ProjectsTab = lazy(async () => ({ default: (await import('./projects-tab.tsx')).ProjectsTab }))
const TrustsTab = lazy(async () => ({ default: (await import('./trusts-tab.tsx')).TrustsTab }))
const SignInTab = lazy(async () => ({ default: (await import('./sign-in-tab.tsx')).SignInTab }))

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
  { id: 'projects', rule: 'identity:list_role_assignments', content: (user) => <ProjectsTab user={user} /> },
  {
    id: 'groups',
    rule: 'identity:list_groups_for_user',
    own: true,
    content: (user) => <GroupsTab user={user} />,
  },
  { id: 'signIn', rule: 'muster:list_user_sessions', content: (user) => <SignInTab user={user} /> },
  { id: 'keys', rule: 'muster:list_api_keys', own: true, content: (user) => <KeysTab user={user} /> },
  { id: 'trusts', rule: 'identity:list_trusts', content: (user) => <TrustsTab user={user} /> },
  { id: 'plan', rule: 'muster:get_plan', own: true, content: (user) => <PlanTab user={user} /> },
  {
    id: 'documents',
    rule: 'muster:list_documents',
    own: true,
    content: (user) => <DocumentsTab user={user} />,
  },
  {
    id: 'notifications',
    rule: 'muster:get_preferences',
    own: true,
    content: (user) => <NotificationsTab user={user} />,
  },
  { id: 'metadata', content: (user) => <MetadataTab user={user} /> },
  { id: 'history', rule: 'muster:list_events', content: (user) => <HistoryTab user={user} /> },
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
