import { showId } from './ids.ts'

/** RFC 3339 in UTC, of unix milliseconds. */
export const time = (ms: number): string => new Date(ms).toISOString()

/** Always empty: every operation is complete when it is answered. */
const jobs: never[] = []

export const created = ({ id, createdAt }: { readonly id: string; readonly createdAt: number }) => ({
  id: showId(id),
  created_at: time(createdAt),
  jobs,
})

export const updated = ({ id, updatedAt }: { readonly id: string; readonly updatedAt: number }) => ({
  id: showId(id),
  updated_at: time(updatedAt),
  jobs,
})

export const deleted = (id: string, { deletedAt }: { readonly deletedAt: number }) => ({
  id: showId(id),
  deleted_at: time(deletedAt),
  jobs,
})
