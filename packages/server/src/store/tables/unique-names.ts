import { sql } from 'kysely'
import type { NameSpace, NameStore } from '../../core/kernel/names/name-store.ts'
import { fold } from '../../core/kernel/text.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { findRows } from '../engine/results.ts'

/** Triggers maintain both tables (migration `unique-names`); `duplicate_names` contains later owners of a name. */
export type UniqueNamesTable = { space: NameSpace; domain_id: string; folded: string; owner_id: string }

/** The ids of the owners of names in the domain, as names are compared. */
export const owners = (
  { name: dialect, q }: Pick<Db, 'name' | 'q'>,
  space: NameSpace,
  domainId: string | null,
  ...names: readonly string[]
) => {
  const inTable = (table: 'unique_names' | 'duplicate_names') =>
    q
      .selectFrom(table)
      .select('owner_id')
      .where('space', '=', space)
      .where('domain_id', '=', domainId ?? '')
      .where(inList(dialect, sql.ref('folded'), names.map(fold)))
  return inTable('unique_names').union(inTable('duplicate_names'))
}

/** The owner whose name matches, in preference to one whose claimed email matches. */
export const named = <Row extends { readonly name: string }>(rows: readonly Row[], name: string) =>
  rows.find((row) => fold(row.name) === fold(name))

export const nameStore = (db: Db): NameStore => ({
  owners: (space, domainId, name) => findRows(owners(db, space, domainId, name), (row) => row.owner_id),
  async duplicates(limit) {
    const { rows } = await sql<UniqueNamesTable & { others: string }>`
      select d.space, d.domain_id, d.folded, d.owner_id, u.owner_id as others
      from duplicate_names d join unique_names u using (space, domain_id, folded)
      union
      select d.space, d.domain_id, d.folded, d.owner_id, e.owner_id as others
      from duplicate_names d join duplicate_names e using (space, domain_id, folded)
      where d.owner_id > e.owner_id
      limit ${sql.lit(limit)}`.execute(db.q)
    return rows.map(({ space, domain_id, folded, owner_id, others }) => ({
      space,
      domainId: domain_id === '' ? null : domain_id,
      folded,
      ownerIds: [others, owner_id],
    }))
  },
})
