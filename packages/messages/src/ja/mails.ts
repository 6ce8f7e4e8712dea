import type { Mails } from '../mails.ts'

export const mails: Mails = {
  hello: (name) => `${name} 様`,
  helloUnnamed: 'こんにちは。',
  worksOnce: 'このリンクは1回だけ使用できます。',
  worksOnceUntil: (time) => `このリンクは1回だけ使用できます。有効期限は${time}です。`,
  username: 'ユーザー名：',
  invitation: {
    subject: '招待のお知らせ',
    subjectTo: (organization) => `${organization}への招待のお知らせ`,
    text: (inviter, organization) =>
      `${inviter === undefined ? '管理者' : `${inviter}さん`}が${organization === undefined ? '' : `${organization}に`}あなたのアカウントを作成しました。使用するには、招待を承諾してください。`,
    link: '招待を承諾する',
    unexpected: '招待に心当たりがない場合は、このメールを無視してください。',
  },
  temporaryPassword: {
    subject: 'アカウントのお知らせ',
    subjectAt: (organization) => `${organization}のアカウントのお知らせ`,
    text: '管理者があなたのアカウントを作成しました。',
    password: '仮パスワード：',
    use: '仮パスワードは、新しいパスワードの設定にのみ使用できます。',
    link: 'パスワードを設定する',
  },
  recovery: {
    subject: '新しいパスワードの設定',
    text: 'パスワードの再設定の依頼を受け付けました。次のリンクから新しいパスワードを設定してください。',
    link: '新しいパスワードを設定する',
    unexpected: '依頼に心当たりがない場合は、このメールを無視してください。パスワードは変更されません。',
  },
  firstPassword: {
    subject: 'パスワードの設定',
    text: 'アカウントにまだパスワードがありません。サインインするには、次のリンクからパスワードを設定してください。',
    link: 'パスワードを設定する',
    unexpected: '依頼に心当たりがない場合は、このメールを無視してください。アカウントは変更されません。',
  },
  passwordChanged: {
    subject: 'パスワードが変更されました',
    text: 'アカウントのパスワードが変更され、ほかのすべてのセッションが終了しました。',
    textAt: (time) => `${time}にアカウントのパスワードが変更され、ほかのすべてのセッションが終了しました。`,
    unexpected: '変更に心当たりがない場合は、すぐに管理者に連絡してください。',
  },
  notification: { subject: '通知', link: '表示する' },
}
