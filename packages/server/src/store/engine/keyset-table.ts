import { type InsertObject, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { DomainError } from '../../core/kernel/domain-error.ts'
import type { ListQuery, Slice } from '../../core/kernel/paging/list-query.ts'
import { type FilterColumn, filterSql, slice } from './column-filters.ts'
import { mapConstraintErrors } from './constraints.ts'
import type { Database } from './database.ts'
import type { Db } from './dialect.ts'
import { inList } from './in-list.ts'

/** New values of columns, or SQL that computes them; undefined leaves a column unchanged. */
type Change<Row> = { readonly [Column in keyof Row]?: Row[Column] | RawBuilder<Row[Column]> | undefined }

type TableOptions<Row, Entity, Key extends string> = {
  readonly fromRow: (row: Row) => Entity
  /** The columns of the filters of `list`. */
  readonly columns: Readonly<Record<Key, FilterColumn>>
  /** The rows that `get`, `getMany` and `list` can see; absent: all. */
  readonly visible?: RawBuilder<SqlBool>
}

/**
 * The plain operations on a table with an `id`: insert, read, update and delete by id, and lists in keyset pages ordered by
 * id. What is special about a table stays in its store. `foreign` creates the error of a violated foreign key (see
 * `mapConstraintErrors`).
 *
 * Most statements are SQL text, because the types of Kysely's builders need a table that is known.
 */
export const keysetTable = <Name extends keyof Database & string, Entity, Key extends string>(
  { name: dialect, q }: Db,
  name: Name,
  { fromRow, columns, visible }: TableOptions<Selectable<Database[Name]>, Entity, Key>,
) => {
  type Row = Selectable<Database[Name]>
  const table = sql.table(name)
  const isOneOf = (ids: readonly string[]) => inList(dialect, sql.ref('id'), ids)

  const select = async (
    conditions: readonly RawBuilder<SqlBool>[],
    rest = sql``,
  ): Promise<readonly Row[]> => {
    const all = visible ? [visible, ...conditions] : conditions
    const where = all.length === 0 ? sql`` : sql`where ${sql.join(all, sql` and `)}`
    const { rows } = await sql<Row>`select * from ${table} ${where} ${rest}`.execute(q)
    return rows
  }

  return {
    /** Returns the stored row, with the values that the database generates. */
    insert: (row: InsertObject<Database, Name>, foreign?: () => DomainError): Promise<Entity> =>
      mapConstraintErrors(
        async () => fromRow(await q.insertInto(name).values(row).returningAll().executeTakeFirstOrThrow()),
        foreign,
      ),
    async get(id: string): Promise<Entity | undefined> {
      const [row] = await select([isOneOf([id])])
      return row && fromRow(row)
    },
    async getMany(ids: readonly string[]): Promise<readonly Entity[]> {
      return (await select([isOneOf(ids)])).map(fromRow)
    },
    async list({ where, page }: ListQuery<Key>): Promise<Slice<Entity>> {
      const after = page.after === undefined ? [] : [sql<SqlBool>`"id" > ${page.after}`]
      const filters = where.map((filter) => filterSql(dialect, columns[filter.key], filter))
      const rows = await select([...after, ...filters], sql`order by "id" limit ${page.limit + 1}`)
      return slice(rows, page.limit, fromRow)
    },
    /** Returns the row after the change; undefined if there is none. */
    async update(id: string, change: Change<Row>, foreign?: () => DomainError): Promise<Entity | undefined> {
      const changed = Object.entries(change).flatMap(([column, value]) =>
        value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`],
      )
      // Always sets a column, so that an empty change is a valid statement.
      const set = changed.length === 0 ? sql`"id" = "id"` : sql.join(changed)
      const { rows } = await mapConstraintErrors(
        () => sql<Row>`update ${table} set ${set} where "id" = ${id} returning *`.execute(q),
        foreign,
      )
      return rows[0] && fromRow(rows[0])
    },
    /** Returns false if there is no such row. */
    async delete(id: string, foreign?: () => DomainError): Promise<boolean> {
      const { numAffectedRows = 0n } = await mapConstraintErrors(
        () => sql`delete from ${table} where ${isOneOf([id])}`.execute(q),
        foreign,
      )
      return numAffectedRows > 0n
    },
  }
}
