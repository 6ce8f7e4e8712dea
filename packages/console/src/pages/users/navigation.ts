import type { NavigationPage } from '../../shell/navigation-page.ts'

export const usersPages: readonly NavigationPage[] = [
  { to: '/users', name: ({ common }) => common.users, rule: 'identity:list_users' },
]
