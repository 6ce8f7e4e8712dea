import { sql } from 'kysely'
import type { Db } from '../dialect.ts'

const fields = ['name', 'display_name', 'given_name', 'family_name', 'email', 'phone_number']
const joined = (char: 'char' | 'chr', prefix = '') =>
  fields.map((name) => `coalesce(${prefix}${name}, '')`).join(` || ${char}(31) || `)

/** Users that one statement folds. */
const batch = 10_000

/**
 * The texts of the search, folded as `core/text.ts` folds, where they were in lower case: only those with letters
 * beyond ASCII can differ. On PostgreSQL a trigger keeps them from now on, for older nodes too. And an index of claimed addresses.
 */
export const up = async (db: Db): Promise<void> => {
  await sql.raw(claims).execute(db.q)
  if (db.name === 'postgres') for (const statement of onPostgres) await sql.raw(statement).execute(db.q)
  const { rows } = await sql<{ n: number | null }>`select max(number) as n from users`.execute(db.q)
  for (let from = 0; from < (rows[0]?.n ?? 0); from += batch)
    for (const statement of refold[db.name](`number > ${from} and number <= ${from + batch}`))
      await sql.raw(statement).execute(db.q)
}

/** Whose claim an address is, in any domain. */
const claims =
  'create index users_claims on users (claimed_email) where claimed_email is not null and deleted_at is null'

const refold = {
  sqlite: (range: string) => {
    const differing = `${range} and deleted_at is null and octet_length(${joined('char')}) <> length(${joined('char')})`
    return [
      `delete from user_search where rowid in (select number from users where ${differing})`,
      `insert into user_search (rowid, text) select number, fold(${joined('char')}) from users where ${differing}`,
    ]
  },
  postgres: (range: string) => [
    `update users set search = muster_fold(${joined('chr')})
      where ${range} and octet_length(search) <> char_length(search) and search <> muster_fold(${joined('chr')})`,
  ],
}

const icu = (name: 'lower' | 'upper', of: string) => `${name}(${of} collate "und-x-icu")`

const onPostgres = [
  `create function muster_fold(given text) returns text language sql immutable parallel safe as $$
    select case when octet_length(given) = char_length(given) then lower(given collate "C")
    else normalize(regexp_replace(
      replace(${icu('lower', icu('upper', icu('lower', 'normalize(given, NFKC)')))}, U&'\\03c2', U&'\\03c3'),
      'i' || U&'\\0307' || '+', 'i', 'g'), NFKC) collate "C" end $$`,
  'alter table users alter column search drop expression',
  `create function users_fold() returns trigger language plpgsql as $$ begin
    new.search := muster_fold(${joined('chr', 'new.')});
    return new;
  end $$`,
  `create trigger users_fold before insert or update of ${fields.join(', ')} on users
    for each row execute function users_fold()`,
]
