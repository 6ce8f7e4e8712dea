import type { Db } from '../engine/dialect.ts'
import { inPatientTransaction } from '../engine/migration-lock.ts'
import { inBatchesOfUsers, run } from '../engine/online.ts'

/**
 * Names that differ only in case, width or composition are equal (`fold` of `core/kernel/text.ts`). The table
 * `unique_names` contains each folded name once per domain; claimed emails and usernames share one space, because users
 * sign in with both. Triggers maintain it, also for older nodes. Of existing equal names, the first is in
 * `unique_names` and the others are in `duplicate_names`, which only prevents further equal names.
 */
export const online = async (db: Db): Promise<void> => {
  await (db.name === 'sqlite' ? keep(db) : inPatientTransaction(db, keep))
  for (const source of sources)
    if (source.table === 'users')
      for (const step of [0, 1] as const)
        await inBatchesOfUsers(db, (numbers) => fill(db, source, numbers)[step])
}

const keep = async (db: Db): Promise<void> => {
  for (const table of tables) await createTable(db, table)
  if (db.name === 'postgres') for (const statement of functions) await run(db, statement)
  for (const source of sources)
    for (const statement of db.name === 'sqlite' ? onSqlite(db, source) : onPostgres(db, source))
      await run(db, statement)
  for (const source of sources)
    if (source.table !== 'users') for (const statement of fill(db, source)) await run(db, statement)
}

const tables = ['unique_names', 'duplicate_names'] as const

type Source = {
  readonly table: 'users' | 'roles' | 'groups' | 'projects'
  /** The suffix of its trigger names. */
  readonly of: string
  /** The column whose text must be unique, and another column of the same space. */
  readonly column: string
  readonly beside?: string
  /** SQL expressions of a row; `row` is its alias. */
  readonly space: (row: string) => string
  readonly domain: (row: string) => string
  readonly holds: (row: string) => string
  /** Columns that the expressions depend on, in addition to `column`. */
  readonly deciding: readonly string[]
  /** The index and columns in the error of a taken name, as expected by `constraints.ts` and older nodes. */
  readonly breaks: readonly (readonly [index: string, columns: string, when: (row: string) => string])[]
}

const always = () => 'true'

const ofUsers = {
  table: 'users',
  space: () => `'user'`,
  domain: (row: string) => `${row}.domain_id`,
  deciding: ['domain_id', 'deleted_at'],
} as const

const sources: readonly Source[] = [
  {
    ...ofUsers,
    of: 'users_name',
    column: 'name',
    beside: 'claimed_email',
    holds: (row) => `${row}.deleted_at is null`,
    breaks: [['users_name', 'users.domain_id, users.name', always]],
  },
  {
    ...ofUsers,
    of: 'users_email',
    column: 'claimed_email',
    beside: 'name',
    holds: (row) => `${row}.deleted_at is null and ${row}.claimed_email is not null`,
    breaks: [['users_claimed_email', 'users.domain_id, users.claimed_email', always]],
  },
  {
    table: 'roles',
    of: 'roles',
    column: 'name',
    space: () => `'role'`,
    domain: (row) => `coalesce(${row}.domain_id, '')`,
    holds: always,
    deciding: ['domain_id'],
    breaks: [
      ['roles_name', 'roles.name', (row) => `${row}.domain_id is null`],
      ['roles_domain_name', 'roles.domain_id, roles.name', (row) => `${row}.domain_id is not null`],
    ],
  },
  {
    table: 'groups',
    of: 'groups',
    column: 'name',
    space: () => `'group'`,
    domain: (row) => `${row}.domain_id`,
    holds: always,
    deciding: ['domain_id'],
    breaks: [['groups_name', 'groups.domain_id, groups.name', always]],
  },
  {
    table: 'projects',
    of: 'projects',
    column: 'name',
    space: (row) => `case ${row}.is_domain when 1 then 'domain' else 'project' end`,
    domain: (row) => `case ${row}.is_domain when 1 then '' else coalesce(${row}.domain_id, '') end`,
    holds: always,
    deciding: ['domain_id', 'is_domain'],
    breaks: [
      ['domains_name', 'projects.name', (row) => `${row}.is_domain = 1`],
      ['projects_name', 'projects.domain_id, projects.name', (row) => `${row}.is_domain = 0`],
    ],
  },
]

const createTable = async (db: Db, table: (typeof tables)[number]): Promise<void> => {
  const bytes = db.name === 'sqlite' ? 'text' : 'text collate "C"'
  const columns = ['space', 'domain_id', 'folded', 'owner_id'].map((name) => `${name} ${bytes} not null`)
  const key = table === 'unique_names' ? 'space, domain_id, folded' : 'space, domain_id, folded, owner_id'
  const definition = `(${columns.join(', ')}, constraint ${table}_pkey primary key (${key}))`
  await run(
    db,
    db.name === 'sqlite'
      ? `create table ${table} ${definition} without rowid`
      : `create table if not exists ${table} ${definition}`,
  )
}

const folded = (db: Db, of: string) => (db.name === 'sqlite' ? `fold(${of})` : `muster_fold(${of})`)

/** The columns of a row in either table, as SQL expressions. */
const place = (db: Db, { space, domain, column }: Source, row: string) =>
  [space(row), domain(row), folded(db, `${row}.${column}`), `${row}.id`] as const

const fill = (db: Db, source: Source, where = 'true'): readonly [string, string] => {
  const values = place(db, source, 'given').join(', ')
  const [space, domain, key, owner] = place(db, source, 'given')
  // Waits for concurrent changes of other nodes and reads the result.
  const rows = `(select * from ${source.table} where ${where} order by created_at, id ${db.name === 'postgres' ? 'for share' : ''}) given`
  return [
    `insert into unique_names select ${values} from ${rows} where ${source.holds('given')} on conflict do nothing`,
    `insert into duplicate_names select ${values} from ${rows} where ${source.holds('given')} and exists (
      select 1 from unique_names n where n.space = ${space} and n.domain_id = ${domain} and n.folded = ${key} and n.owner_id <> ${owner})
      on conflict do nothing`,
  ]
}

const changes = ({ column, deciding }: Source, unlike: string) =>
  [column, ...deciding].map((name) => `old.${name} ${unlike} new.${name}`).join(' or ')

const onSqlite = (db: Db, source: Source): readonly string[] => {
  const { of, table, column, beside, deciding, breaks, holds } = source
  const at = (row: 'old' | 'new') => {
    const [space, domain, key] = place(db, source, row)
    return `space = ${space} and domain_id = ${domain} and folded = ${key}`
  }
  const take = [
    ...breaks.map(
      ([
        ,
        columns,
        when,
      ]) => `select raise(abort, 'UNIQUE constraint failed: ${columns}') where ${holds('new')} and ${when('new')} and (
        exists (select 1 from unique_names where ${at('new')} and owner_id <> new.id)
        or exists (select 1 from duplicate_names where ${at('new')} and owner_id <> new.id));`,
    ),
    `insert into unique_names select ${place(db, source, 'new').join(', ')} where ${holds('new')} on conflict do nothing;`,
  ].join('\n')
  // Keeps a name that the row still has in its other column.
  const stays = beside
    ? ` and not (new.deleted_at is null and new.domain_id = old.domain_id and ${folded(db, `old.${column}`)} is ${folded(db, `new.${beside}`)})`
    : ''
  const release = (unless: string) =>
    tables.map((name) => `delete from ${name} where ${at('old')} and owner_id = old.id${unless};`).join('\n')
  return [
    `create trigger ${of}_unique_insert after insert on ${table} when ${holds('new')} begin ${take} end`,
    `create trigger ${of}_unique_update after update of ${[column, ...deciding].join(', ')} on ${table}
    when ${changes(source, 'is not')} begin ${release(stays)} ${take} end`,
    `create trigger ${of}_unique_delete after delete on ${table} begin ${release('')} end`,
  ]
}

const functions = [
  `create or replace function muster_take_name(s text, d text, f text, o text, broken text) returns void language plpgsql as $$ begin
    if not exists (select 1 from duplicate_names n where n.space = s and n.domain_id = d and n.folded = f and n.owner_id <> o) then
      insert into unique_names values (s, d, f, o) on conflict do nothing;
      if found then return; end if;
      perform 1 from unique_names n where n.space = s and n.domain_id = d and n.folded = f and n.owner_id = o;
      if found then return; end if;
    end if;
    raise exception using errcode = 'unique_violation', constraint = broken, message = 'the name is taken';
  end $$`,
  `create or replace function muster_release_name(s text, d text, f text, o text) returns void language plpgsql as $$ begin
    ${tables.map((table) => `delete from ${table} n where n.space = s and n.domain_id = d and n.folded = f and n.owner_id = o;`).join('\n')}
  end $$`,
]

const onPostgres = (db: Db, source: Source): readonly string[] => {
  const { of, table, column, beside, deciding, breaks, holds } = source
  const broken = `case ${breaks.map(([index, , when]) => `when ${when('new')} then '${index}'`).join(' ')} end`
  const take = `if ${holds('new')} then perform muster_take_name(${place(db, source, 'new').join(', ')}, ${broken}); end if;`
  const stays = beside
    ? `new.deleted_at is null and new.domain_id = old.domain_id and ${folded(db, `old.${column}`)} is not distinct from ${folded(db, `new.${beside}`)}`
    : 'false'
  const release = `perform muster_release_name(${place(db, source, 'old').join(', ')});`
  const trigger = (when: string, work: string, condition = '') => {
    const name = `${of}_unique_${when.split(' ')[0]}`
    return [
      `create or replace function ${name}() returns trigger language plpgsql as $$ begin ${work} return null; end $$`,
      `drop trigger if exists ${name} on ${table}`,
      `create trigger ${name} after ${when} on ${table} for each row ${condition} execute function ${name}()`,
    ]
  }
  return [
    ...trigger('insert', take),
    ...trigger(
      `update of ${[column, ...deciding].join(', ')}`,
      `if not (${stays}) then ${release} end if; ${take}`,
      `when (${changes(source, 'is distinct from')})`,
    ),
    ...trigger('delete', release),
  ]
}
