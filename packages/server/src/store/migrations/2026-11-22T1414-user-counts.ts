import { sql } from 'kysely'
import { text } from '../columns.ts'
import type { Db } from '../dialect.ts'

/**
 * How many users a domain has of each status: the sum of `amount`. On PostgreSQL every change is a row of its own
 * until a sweep adds them up, so that users who are created at the same time wait for nothing.
 */
export const up = async (db: Db): Promise<void> => {
  await db.q.schema
    .createTable('user_counts')
    .addColumn('domain_id', text(db) as never, (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('amount', 'bigint', (c) => c.notNull())
    .execute()
  for (const statement of db.name === 'sqlite' ? onSqlite : onPostgres) await sql.raw(statement).execute(db.q)
}

const fill = `insert into user_counts (domain_id, status, amount)
  select domain_id, status, count(*) from users where deleted_at is null group by domain_id, status`

const add = (row: 'old' | 'new', amount: number) =>
  `insert into user_counts (domain_id, status, amount) select ${row}.domain_id, ${row}.status, ${amount} where ${row}.deleted_at is null on conflict (domain_id, status) do update set amount = amount + ${amount};`

const moved = ['status', 'domain_id', 'deleted_at']

const onSqlite = [
  'create unique index user_counts_of on user_counts (domain_id, status)',
  fill,
  `create trigger user_counts_insert after insert on users begin ${add('new', 1)} end`,
  `create trigger user_counts_update after update of ${moved.join(', ')} on users
  when ${moved.map((name) => `old.${name} is not new.${name}`).join(' or ')} begin
    ${add('old', -1)}
    ${add('new', 1)}
  end`,
  `create trigger user_counts_delete after delete on users begin ${add('old', -1)} end`,
]

const onPostgres = [
  'create index user_counts_of on user_counts (domain_id, status)',
  fill,
  `create function note_user_count() returns trigger language plpgsql as $$
  begin
    if tg_op <> 'INSERT' and old.deleted_at is null then
      insert into user_counts (domain_id, status, amount) values (old.domain_id, old.status, -1);
    end if;
    if tg_op <> 'DELETE' and new.deleted_at is null then
      insert into user_counts (domain_id, status, amount) values (new.domain_id, new.status, 1);
    end if;
    return null;
  end $$`,
  'create trigger user_counts_note after insert or delete on users for each row execute function note_user_count()',
  `create trigger user_counts_move after update of ${moved.join(', ')} on users for each row
  when (${moved.map((name) => `old.${name} is distinct from new.${name}`).join(' or ')}) execute function note_user_count()`,
]
