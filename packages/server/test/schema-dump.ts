import { sql } from 'kysely'
import type { Db } from '../src/store/engine/dialect.ts'

const onPostgres = sql<{ line: string }>`
  select format('column %s.%s %s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    a.attnotnull, a.attgenerated, pg_get_expr(d.adbin, d.adrelid)) as line
  from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where c.relnamespace = current_schema()::regnamespace and a.attnum > 0 and not a.attisdropped
  union all select indexdef from pg_indexes where schemaname = current_schema()
  union all select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = current_schema()::regnamespace and not t.tgisinternal
  union all select pg_get_functiondef(p.oid) from pg_proc p join pg_language l on l.oid = p.prolang
    where p.pronamespace = current_schema()::regnamespace and l.lanname in ('sql', 'plpgsql')
  union all select format('constraint %s %s', c.conname, pg_get_constraintdef(c.oid)) from pg_constraint c
    where c.connamespace = current_schema()::regnamespace`

const onSqlite = sql<{ line: string }>`
  select type || ' ' || name || ' ' || coalesce(sql, '') as line from sqlite_master
  where name not like 'kysely%' and tbl_name not like 'kysely%'`

/** The complete schema, one line per object, sorted. */
export const schemaDump = async ({ name, q }: Db): Promise<readonly string[]> => {
  const { rows } = await (name === 'sqlite' ? onSqlite : onPostgres).execute(q)
  return rows
    .map(({ line }) => line.replace(/\s+/g, ' '))
    .filter((line) => !/kysely_migration/.test(line))
    .sort()
}
