import type { NavigationPage } from '../../shell/navigation-page.ts'

export const usersPages: readonly NavigationPage[] = [
  { to: '/users', name: ({ common }) => common.users, rule: 'identity:list_users' },
  { to: '/invitations', name: ({ users }) => users.invitations, rule: 'muster:list_invitations' },
  { to: '/deleted-users', name: ({ users }) => users.deletedUsers, rule: 'muster:list_deleted_users' },
]
