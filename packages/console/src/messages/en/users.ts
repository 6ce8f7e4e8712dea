export const users = {
  title: 'Users',
  username: 'Username',
  email: 'Email',
  status: 'Status',
  created: 'Created',
  search: 'Search users',
  statuses: {
    active: 'Active',
    disabled: 'Disabled',
    invited: 'Invited',
    pending: 'Pending',
  },
} as const
