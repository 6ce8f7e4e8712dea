import { sql } from 'kysely'
import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

/**
 * The number of users of a domain by status: the sum of `amount`. On PostgreSQL every change is a separate row until a
 * cleanup job adds them up, so that concurrent inserts of users do not block each other. The triggers are created before
 * the sums: they lock out writers until both are committed, so that no change is missed or counted twice.
 */
export const up = async (db: Db): Promise<void> => {
  await db.q.schema
    .createTable('user_counts')
    .addColumn('domain_id', text(db), (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('amount', 'bigint', (c) => c.notNull())
    .execute()
  for (const statement of db.name === 'sqlite' ? onSqlite : onPostgres) await sql.raw(statement).execute(db.q)
}

export const fill = `insert into user_counts (domain_id, status, amount)
  select domain_id, status, count(*) from users where deleted_at is null group by domain_id, status`

const add = (row: 'old' | 'new', amount: number) =>
  `insert into user_counts (domain_id, status, amount) select ${row}.domain_id, ${row}.status, ${amount} where ${row}.deleted_at is null on conflict (domain_id, status) do update set amount = amount + ${amount};`

const moved = ['status', 'domain_id', 'deleted_at']

const onSqlite = [
  'create unique index user_counts_of on user_counts (domain_id, status)',
  `create trigger user_counts_insert after insert on users begin ${add('new', 1)} end`,
  `create trigger user_counts_update after update of ${moved.join(', ')} on users
  when ${moved.map((name) => `old.${name} is not new.${name}`).join(' or ')} begin
    ${add('old', -1)}
    ${add('new', 1)}
  end`,
  `create trigger user_counts_delete after delete on users begin ${add('old', -1)} end`,
  fill,
]

/** One row for each statement, domain and status. The table is small with many changes, so it is vacuumed often. */
const sums = (amount: number, rows: string) => `insert into user_counts (domain_id, status, amount)
  select domain_id, status, ${amount} * count(*) from ${rows} where deleted_at is null group by domain_id, status;`

const noting = (name: string, work: string) =>
  `create function ${name}() returns trigger language plpgsql as $$ begin ${work} return null; end $$`

const onPostgres = [
  'alter table user_counts set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)',
  noting('count_new_users', sums(1, 'added')),
  noting('count_gone_users', sums(-1, 'gone')),
  noting(
    'count_moved_user',
    `if old.deleted_at is null then
      insert into user_counts (domain_id, status, amount) values (old.domain_id, old.status, -1);
    end if;
    if new.deleted_at is null then
      insert into user_counts (domain_id, status, amount) values (new.domain_id, new.status, 1);
    end if;`,
  ),
  `create trigger user_counts_insert after insert on users referencing new table as added
    for each statement execute function count_new_users()`,
  `create trigger user_counts_delete after delete on users referencing old table as gone
    for each statement execute function count_gone_users()`,
  `create trigger user_counts_update after update of ${moved.join(', ')} on users for each row
    when (${moved.map((name) => `old.${name} is distinct from new.${name}`).join(' or ')}) execute function count_moved_user()`,
  fill,
]
