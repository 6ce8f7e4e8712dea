import type { Native } from './native.ts'
import type { TestServer } from './test-server.ts'

/** Makes the sessions of a user begin eleven minutes earlier. The change of the user takes them out of the caches. */
export const ageSessions = async ({ muster }: TestServer, n: Native, userId: string): Promise<void> => {
  await muster.store.db.q
    .updateTable('sessions')
    .set((eb) => ({ created_at: eb('created_at', '-', 660_000) }))
    .where('user_id', '=', userId)
    .execute()
  await n.call('PATCH', `/users/${userId}`, { secret: n.admin, body: { phone_number: '+49 30 123456' } })
}
