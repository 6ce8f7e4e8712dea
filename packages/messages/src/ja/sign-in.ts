import type { Messages } from '../messages.ts'
import { pluralIn } from '../plural.ts'

const plural = pluralIn('ja')

export const signIn: Messages['signIn'] = {
  again: 'もう一度サインイン',
  againText:
    'セッションが終了しました。このページに入力した内容は保持されており、自動で再送信されることはありません。サインインしていたユーザー：',
  another: '別のユーザーでサインイン',
  changeExpired: '期限切れのパスワードを変更',
  changePassword: 'パスワードを変更',
  domain: 'ドメイン',
  domainHint: '既定のドメインの場合は空欄',
  expired: 'パスワードの期限が切れています。先に新しいパスワードを設定してください。',
  failed: '名前、パスワード、またはワンタイムパスワードが違います。',
  failedPassword: '名前またはパスワードが違います。',
  forgot: 'パスワードをお忘れですか？',
  freshText:
    'この操作には、10分以内のサインインが必要です。入力した内容は保持されます。サインインしてから、操作をやり直してください。現在のユーザー：',
  idleTitle: 'まだご利用中ですか？',
  idleWarning: (seconds) => plural(seconds, { other: 'しばらく操作がないため、#秒後にサインアウトします。' }),
  loadAgain: '新しいユーザーでページを読み込む',
  passcode: 'ワンタイムパスワード',
  passcodeHint: '認証アプリに現在表示されている6桁の数字',
  password: 'パスワード',
  reasons: {
    idle: 'しばらく操作がなかったため、サインアウトされました。',
    ended: 'サインアウトされました。続けるにはもう一度サインインしてください。',
    deleted: 'アカウントを削除しました。',
  },
  replaced: '別のユーザーがサインインしました',
  replacedText:
    'このブラウザーの別のタブで、別のユーザーがサインインしました。このページからはもう何も送信されません。このページを開いたユーザー：',
  stay: 'サインインしたままにする',
  submit: 'サインイン',
  title: 'サインイン',
  username: 'ユーザー名またはメール',
}
