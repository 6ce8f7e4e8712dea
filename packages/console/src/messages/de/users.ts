import type { Messages } from '../messages.ts'

export const users: Messages['users'] = {
  title: 'Benutzer',
  username: 'Benutzername',
  email: 'E-Mail',
  status: 'Status',
  created: 'Angelegt',
  search: 'Benutzer suchen',
  statuses: {
    active: 'Aktiv',
    disabled: 'Gesperrt',
    invited: 'Eingeladen',
    pending: 'Ausstehend',
  },
}
