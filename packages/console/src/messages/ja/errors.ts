import type { Messages } from '../messages.ts'

export const errors: Messages['errors'] = {
  conflict: '別の変更が先に行われたか、この値は使用されています。',
  forbidden: 'この操作を行う権限がありません。',
  notFound: 'もう存在しないか、表示する権限がありません。',
  offline: 'サーバーに接続できません。入力内容は保持されています。接続が戻ったらもう一度お試しください。',
  rateLimited: (seconds) => `リクエストが多すぎます。${seconds}秒後にもう一度お試しください。`,
  reasons: {
    email_malformed: 'メールアドレスが正しくありません。',
    email_missing: 'メールアドレスがありません。',
    email_taken: 'このメールアドレスは別のユーザーが使用しています。',
    external_id_taken: 'この外部IDは別のユーザーが使用しています。',
    forbidden_by_rule: 'この操作を行う権限がありません。',
    metadata_no_object: '値はJSONオブジェクトでなければなりません。',
    name_blank: '名前が空です。',
    name_too_long: '名前が長すぎます。',
    number_not_exact: 'この数値は正確に保存できません。',
    password_hash_unusable: 'このパスワードハッシュは使用できません。',
    picture_url_malformed: '画像のアドレスが正しくありません。',
    text_too_long: 'テキストが長すぎます。',
    time_malformed: '日時が正しくありません。',
    user_name_taken: 'このユーザー名は既に使用されています。',
    user_not_found: 'このユーザーは存在しません。',
    username_missing: 'ユーザー名がありません。',
    value_type: '値の種類が正しくありません。',
    value_unknown: 'この値は使用できません。',
  },
  reference: (id) => `リクエスト ${id}`,
  signInTooOld:
    'この操作には、10分以内のサインインが必要です。もう一度サインインしてから、やり直してください。',
  signedOut:
    'サインアウトされました。別のタブでもう一度サインインしてから、ここで再試行してください。入力した内容は保持されています。',
  timeout: 'サーバーが時間内に応答しませんでした。もう一度お試しください。',
  title: '実行できませんでした',
  unavailable: 'サーバーは現在利用できません。入力内容は保持されています。数秒後にもう一度お試しください。',
  unexpected:
    'サーバーでエラーが発生しました。もう一度試し、繰り返す場合は下の番号を運用者にお伝えください。',
  versionChanged: '開いた後に別の人が変更しました。再読み込みしてから、もう一度変更してください。',
  reload: '再読み込み',
}
