import type { Messages } from '../messages.ts'

export const users: Messages['users'] = {
  title: 'کاربران',
  username: 'نام کاربری',
  email: 'ایمیل',
  status: 'وضعیت',
  created: 'ایجاد',
  search: 'جستجوی کاربران',
  statuses: {
    active: 'فعال',
    disabled: 'غیرفعال',
    invited: 'دعوت‌شده',
    pending: 'در انتظار',
  },
}
