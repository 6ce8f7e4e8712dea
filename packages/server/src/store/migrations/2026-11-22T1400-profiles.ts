import type { Db } from '../engine/dialect.ts'
import { addColumns, buildIndex } from '../engine/online.ts'

/** User attributes that Identity v3 does not have. */
export const online = async (db: Db): Promise<void> => {
  const bytes = db.name === 'sqlite' ? 'text' : 'text collate "C"'
  await addColumns(db, 'users', [
    ...['given_name', 'family_name', 'phone_number', 'picture_url', 'metadata', 'preferences'].map(
      (name) => [name, 'text'] as const,
    ),
    ...['plan_id', 'former_claimed_email'].map((name) => [name, bytes] as const),
    ...['plan_expires_at', 'invited_until'].map((name) => [name, 'bigint'] as const),
  ])
  await buildIndex(db, {
    name: 'users_former_claimed_email',
    table: 'users',
    definition: '(domain_id, former_claimed_email) where former_claimed_email is not null',
  })
  await buildIndex(db, {
    name: 'users_plan',
    table: 'users',
    definition: '(plan_id, plan_expires_at) where plan_id is not null',
  })
}
