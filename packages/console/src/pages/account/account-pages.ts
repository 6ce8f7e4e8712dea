import { KeysPage } from './keys/keys-page.tsx'
import { NotificationsPage } from './notifications/notifications-page.tsx'
import { PlanPage } from './plan/plan-page.tsx'
import { ProfilePage } from './profile/profile-page.tsx'
import { TeamsPage } from './teams/teams-page.tsx'

/** In one file, which is smaller than a file for each; the page for the security is large. */
export const pages = {
  keys: KeysPage,
  notifications: NotificationsPage,
  plan: PlanPage,
  profile: ProfilePage,
  teams: TeamsPage,
} as const
