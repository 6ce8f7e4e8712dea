import { sql } from 'kysely'
import type { Db } from '../engine/dialect.ts'
import { inPatientTransaction } from '../engine/migration-lock.ts'
import { buildIndex, run } from '../engine/online.ts'
import { keepSearchColumn, refoldSearchColumn, searchedText } from '../user-search/search-column.ts'

/** Users per statement. */
const batch = 10_000

/**
 * Folds the search texts like `core/kernel/text.ts`; before, they were in lower case. Only texts with non-ASCII
 * characters can differ. On PostgreSQL a trigger maintains them, also for older nodes. Adds an index of claimed emails.
 */
export const online = async (db: Db): Promise<void> => {
  // The owner of a claimed email, in any domain.
  await buildIndex(db, {
    name: 'users_claims',
    table: 'users',
    definition: '(claimed_email) where claimed_email is not null and deleted_at is null',
  })
  return db.name === 'sqlite' ? onSqlite(db) : onPostgres(db)
}

const onSqlite = async (db: Db): Promise<void> => {
  const { rows } = await sql<{ n: number | null }>`select max(number) as n from users`.execute(db.q)
  const text = searchedText(db)
  for (let from = 0; from < (rows[0]?.n ?? 0); from += batch) {
    const differing = `number > ${from} and number <= ${from + batch} and deleted_at is null
      and octet_length(${text}) <> length(${text})`
    await run(db, `delete from user_search where rowid in (select number from users where ${differing})`)
    await run(
      db,
      `insert into user_search (rowid, text) select number, fold(${text}) from users where ${differing}`,
    )
  }
}

const onPostgres = async (db: Db): Promise<void> => {
  await inPatientTransaction(db, (inside) => run(inside, foldFunction))
  await keepSearchColumn(db, (text) => `muster_fold(${text})`)
  const folded = `muster_fold(${searchedText(db)})`
  await refoldSearchColumn(db, folded, `octet_length(search) <> char_length(search) and search <> ${folded}`)
}

const icu = (name: 'lower' | 'upper', of: string) => `${name}(${of} collate "und-x-icu")`

const foldFunction = `create or replace function muster_fold(given text) returns text language sql immutable parallel safe as $$
    select case when octet_length(given) = char_length(given) then lower(given collate "C")
    else normalize(regexp_replace(
      replace(${icu('lower', icu('upper', icu('lower', 'normalize(given, NFKC)')))}, U&'\\03c2', U&'\\03c3'),
      'i' || U&'\\0307' || '+', 'i', 'g'), NFKC) collate "C" end $$`
