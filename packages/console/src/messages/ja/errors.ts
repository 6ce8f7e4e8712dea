import type { Messages } from '../messages.ts'

export const errors: Messages['errors'] = {
  conflict: '別の変更が先に行われたか、この値は使用されています。',
  forbidden: 'この操作を行う権限がありません。',
  notFound: 'もう存在しないか、表示する権限がありません。',
  offline: 'サーバーに接続できません。入力内容は保持されています。接続が戻ったらもう一度お試しください。',
  rateLimited: (seconds) => `リクエストが多すぎます。${seconds}秒後にもう一度お試しください。`,
  reference: (id) => `リクエスト ${id}`,
  timeout: 'サーバーが時間内に応答しませんでした。もう一度お試しください。',
  title: '実行できませんでした',
  unavailable: 'サーバーは現在利用できません。入力内容は保持されています。数秒後にもう一度お試しください。',
  unexpected:
    'サーバーでエラーが発生しました。もう一度試し、繰り返す場合は下の番号を運用者にお伝えください。',
  versionChanged: '開いた後に別の人が変更しました。再読み込みしてから、もう一度変更してください。',
  reload: '再読み込み',
}
