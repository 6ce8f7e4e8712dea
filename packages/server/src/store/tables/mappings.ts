import type { Selectable } from 'kysely'
import type { Mapping, SchemaVersion } from '../../core/access/federation/mapping.ts'
import type { MappingStore } from '../../core/access/federation/mapping-store.ts'
import { columnsOf } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { keysetTable } from '../engine/keyset-table.ts'

export type MappingsTable = { id: string; schema_version: string; rules: string }

const fromRow = (row: Selectable<MappingsTable>): Mapping => ({
  id: row.id,
  schemaVersion: row.schema_version as SchemaVersion,
  rules: fromJson(row.rules),
})

export const mappingStore = (db: Db): MappingStore => {
  const mappings = keysetTable(db, 'mappings', { fromRow, columns: columnsOf('text', 'id') })
  return {
    insert: ({ id, schemaVersion, rules }) =>
      mappings.insert({ id, schema_version: schemaVersion, rules: json(rules) }),
    find: mappings.get,
    list: (page) => mappings.list({ where: [], page }),
    update: (id, { schemaVersion, rules }) =>
      mappings.update(id, { schema_version: schemaVersion, rules: json(rules) }),
    delete: mappings.delete,
  }
}
