import type { User } from '@muster/sdk'
import { DocumentsTab } from './documents-tab.tsx'
import { GroupsTab } from './groups-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { KeysTab } from './keys-tab.tsx'
import { MetadataTab } from './metadata-tab.tsx'
import { NotificationsTab } from './notifications-tab.tsx'
import { PlanTab } from './plan-tab.tsx'
import { ProjectsTab } from './projects-tab.tsx'
import { SignInTab } from './sign-in-tab.tsx'
import { TrustsTab } from './trusts-tab.tsx'

const tabs = {
  documents: DocumentsTab,
  groups: GroupsTab,
  history: HistoryTab,
  keys: KeysTab,
  metadata: MetadataTab,
  notifications: NotificationsTab,
  plan: PlanTab,
  projects: ProjectsTab,
  signIn: SignInTab,
  trusts: TrustsTab,
} as const

type MoreTabProps = { readonly tab: keyof typeof tabs; readonly user: User }

/** The tabs beyond the first two, in one file: it is smaller than a file for each. */
export const MoreTab = ({ tab, user }: MoreTabProps) => {
  const Tab = tabs[tab]
  return <Tab user={user} />
}
