import type { Messages } from '../messages.ts'

export const users: Messages['users'] = {
  title: 'ユーザー',
  username: 'ユーザー名',
  email: 'メール',
  status: '状態',
  created: '作成日時',
  search: 'ユーザーを検索',
  statuses: {
    active: '有効',
    disabled: '無効',
    invited: '招待中',
    pending: '保留中',
  },
}
