import type { Messages } from '../messages.ts'

export const signIn: Messages['signIn'] = {
  changePassword: 'パスワードを変更',
  domain: 'ドメイン',
  domainHint: '既定のドメインの場合は空欄',
  expired: 'パスワードの期限が切れています。先に新しいパスワードを設定してください。',
  failed: '名前、パスワード、またはワンタイムパスワードが違います。',
  forgot: 'パスワードをお忘れですか？',
  idle: 'しばらく操作がなかったため、サインアウトされました。',
  passcode: 'ワンタイムパスワード',
  passcodeHint: '認証アプリを使っている場合',
  password: 'パスワード',
  signedOut: 'サインアウトされました。続けるにはもう一度サインインしてください。',
  submit: 'サインイン',
  title: 'サインイン',
  username: 'ユーザー名またはメール',
}
