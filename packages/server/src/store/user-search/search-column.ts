import type { Db } from '../engine/dialect.ts'
import { inPatientTransaction } from '../engine/migration-lock.ts'
import { inBatchesOfUsers, run } from '../engine/online.ts'

export const searchedFields = ['name', 'display_name', 'given_name', 'family_name', 'email', 'phone_number']

/** All searchable fields of a user as one text, separated by U+001F. */
export const searchedText = (db: Pick<Db, 'name'>, prefix = ''): string =>
  searchedFields
    .map((name) => `coalesce(${prefix}${name}, '')`)
    .join(` || ${db.name === 'sqlite' ? 'char' : 'chr'}(31) || `)

/**
 * Creates a trigger that maintains the column `search` of users on PostgreSQL. A generated column, as in earlier
 * versions, rewrites the table when it is added, and older transactions then see an empty table. `fold` is the folding
 * as an SQL expression.
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

/** Updates `search` of the users of `where`. */
export const refoldSearchColumn = (db: Db, folded: string, where: string): Promise<void> =>
  inBatchesOfUsers(db, (numbers) => `update users set search = ${folded} where ${numbers} and ${where}`)
