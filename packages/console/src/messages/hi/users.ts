import type { Messages } from '../messages.ts'

export const users: Messages['users'] = {
  title: 'उपयोगकर्ता',
  username: 'उपयोगकर्ता नाम',
  email: 'ईमेल',
  status: 'स्थिति',
  created: 'बनाया गया',
  search: 'उपयोगकर्ता खोजें',
  statuses: {
    active: 'सक्रिय',
    disabled: 'अक्षम',
    invited: 'आमंत्रित',
    pending: 'लंबित',
  },
}
