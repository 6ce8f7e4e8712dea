import type { NavigationPage } from '../../shell/navigation-page.ts'

export const directoryPages: readonly NavigationPage[] = [
  { to: '/groups', name: ({ directory }) => directory.groups, rule: 'identity:list_groups' },
  { to: '/projects', name: ({ directory }) => directory.projects, rule: 'identity:list_projects' },
  { to: '/domains', name: ({ directory }) => directory.domains, rule: 'identity:list_domains' },
  { to: '/roles', name: ({ directory }) => directory.roles, rule: 'identity:list_roles' },
  {
    to: '/assignments',
    name: ({ directory }) => directory.assignments,
    rule: 'identity:list_role_assignments',
  },
]
