import type { Db } from '../engine/dialect.ts'
import { inPatientTransaction } from '../engine/migration-lock.ts'
import { inBatchesOfUsers, run } from '../engine/online.ts'

export const searchedFields = ['name', 'display_name', 'given_name', 'family_name', 'email', 'phone_number']

/** Every searched text of a user in one, the fields kept apart by U+001F. */
export const searchedText = (db: Pick<Db, 'name'>, prefix = ''): string =>
  searchedFields
    .map((name) => `coalesce(${prefix}${name}, '')`)
    .join(` || ${db.name === 'sqlite' ? 'char' : 'chr'}(31) || `)

/**
 * Has a trigger keep the column `search` of users on PostgreSQL. A generated column, as earlier versions had,
 * rewrites the whole table when it is added, and transactions that are older than that find the table empty.
 * `fold` makes the text of an expression what is searched.
 */
export const keepSearchColumn = async (db: Db, fold: (text: string) => string): Promise<void> => {
  await inPatientTransaction(db, async (inside) => {
    for (const statement of [
      'alter table users alter column search drop expression if exists',
      `create or replace function users_fold() returns trigger language plpgsql as $$ begin
        new.search := ${fold(searchedText(db, 'new.'))};
        return new;
      end $$`,
      'drop trigger if exists users_fold on users',
      `create trigger users_fold before insert or update of ${searchedFields.join(', ')} on users
        for each row execute function users_fold()`,
    ])
      await run(inside, statement)
  })
}

/** Folds the texts of users again whose `search` is not what it should be, of those that `where` names. */
export const refoldSearchColumn = (db: Db, folded: string, where: string): Promise<void> =>
  inBatchesOfUsers(db, (numbers) => `update users set search = ${folded} where ${numbers} and ${where}`)
