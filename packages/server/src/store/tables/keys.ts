import type { KeyPurpose, KeyStore } from '../../core/kernel/keys/key-ring.ts'
import type { Db } from '../engine/dialect.ts'

export type KeysTable = { purpose: KeyPurpose; index: number; sealed: string }

export const keyStore = ({ q }: Db): KeyStore => ({
  list: (purpose) =>
    q.selectFrom('keys').selectAll().where('purpose', '=', purpose).orderBy('index').execute(),
  async replace(purpose, keys) {
    await q.deleteFrom('keys').where('purpose', '=', purpose).execute()
    await q
      .insertInto('keys')
      .values([...keys])
      .execute()
  },
})
