import type { NavigationPage } from '../../shell/navigation-page.ts'

export const accountPages: readonly NavigationPage[] = [
  { to: '/account/profile', name: ({ account }) => account.pages.profile },
  { to: '/account/security', name: ({ account }) => account.pages.security },
  { to: '/account/keys', name: ({ account }) => account.pages.keys },
  { to: '/account/notifications', name: ({ account }) => account.pages.notifications },
  { to: '/account/teams', name: ({ account }) => account.pages.teams },
  { to: '/account/plan', name: ({ account }) => account.pages.plan },
]
