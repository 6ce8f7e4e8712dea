import type { ClockStore } from '../../core/kernel/clock/clock-store.ts'
import type { Db } from '../engine/dialect.ts'

/** A single row. */
export type ClockTable = { reached: number }

export const clockStore = ({ q }: Db): ClockStore => ({
  async reached() {
    const row = await q.selectFrom('clock').select('reached').executeTakeFirst()
    return row?.reached ?? 0
  },
  async reach(at) {
    await q.updateTable('clock').set({ reached: at }).where('reached', '<', at).execute()
  },
  async newestEvent() {
    const row = await q
      .selectFrom('events')
      .select(({ fn }) => fn.max('at').as('newest'))
      .executeTakeFirst()
    return row?.newest ?? undefined
  },
})
