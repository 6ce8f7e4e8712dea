import { sql } from 'kysely'
import type { Db } from '../engine/dialect.ts'
import { addColumns, buildIndex } from '../engine/online.ts'
import {
  keepSearchColumn,
  refoldSearchColumn,
  searchedFields,
  searchedText,
} from '../user-search/search-column.ts'

const joined = (prefix?: string) => searchedText({ name: 'sqlite' }, prefix)
const fields = searchedFields

/**
 * All searchable fields of a user as one lower case text, separated by U+001F; its trigrams find any substring. The
 * metadata has a separate index. Deleted users are in neither.
 */
export const online = async (db: Db): Promise<void> => {
  for (const statement of db.name === 'sqlite' ? onSqlite : [provideTrigrams])
    await sql.raw(statement).execute(db.q)
  if (db.name === 'sqlite') return
  const { rows } = await sql`select 1 from pg_extension where extname = 'pg_trgm'`.execute(db.q)
  if (rows.length === 0)
    throw new Error(
      'The user search needs the extension pg_trgm, which is not installed or which the database user may not create: let a database administrator run "create extension pg_trgm" in this database, then start again.',
    )
  const lower = (text: string) => `lower((${text}) collate "und-x-icu")`
  await addColumns(db, 'users', [['search', 'text']])
  await keepSearchColumn(db, lower)
  await refoldSearchColumn(db, lower(searchedText(db)), 'search is null')
  await buildIndex(db, {
    name: 'users_search',
    table: 'users',
    definition:
      'using gin (search gin_trgm_ops) with (gin_pending_list_limit = 1024) where deleted_at is null',
  })
  await buildIndex(db, {
    name: 'users_metadata',
    table: 'users',
    definition:
      'using gin ((metadata::jsonb) jsonb_path_ops) with (gin_pending_list_limit = 1024) where metadata is not null and deleted_at is null',
  })
}

/** `fold` is an application-defined function (`sqlite.ts`), because SQLite's lower() only supports ASCII. */
const onSqlite = [
  `create virtual table user_search using fts5(text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram')`,
  // Empty, unless a version before 2026-11-29 was killed here.
  `insert into user_search (user_search) values ('delete-all')`,
  `insert into user_search (rowid, text) select number, fold(${joined()}) from users where deleted_at is null`,
  `create trigger user_search_insert after insert on users when new.deleted_at is null begin
    insert into user_search (rowid, text) values (new.number, fold(${joined('new.')}));
  end`,
  `create trigger user_search_update after update of ${fields.join(', ')}, deleted_at on users
  when ${[...fields, 'deleted_at'].map((name) => `old.${name} is not new.${name}`).join(' or ')} begin
    delete from user_search where rowid = old.number;
    insert into user_search (rowid, text) select new.number, fold(${joined('new.')}) where new.deleted_at is null;
  end`,
  `create trigger user_search_delete after delete on users begin
    delete from user_search where rowid = old.number;
  end`,
  `create virtual table user_metadata_search using fts5(text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram')`,
  `insert into user_metadata_search (user_metadata_search) values ('delete-all')`,
  `insert into user_metadata_search (rowid, text) select number, metadata from users where deleted_at is null and metadata is not null`,
  `create trigger user_metadata_insert after insert on users when new.deleted_at is null and new.metadata is not null begin
    insert into user_metadata_search (rowid, text) values (new.number, new.metadata);
  end`,
  `create trigger user_metadata_update after update of metadata, deleted_at on users
  when old.metadata is not new.metadata or old.deleted_at is not new.deleted_at begin
    delete from user_metadata_search where rowid = old.number;
    insert into user_metadata_search (rowid, text) select new.number, new.metadata where new.deleted_at is null and new.metadata is not null;
  end`,
  `create trigger user_metadata_delete after delete on users when old.metadata is not null begin
    delete from user_metadata_search where rowid = old.number;
  end`,
]

const provideTrigrams = `do $$ begin
  create extension if not exists pg_trgm;
exception when others then null;
end $$`
