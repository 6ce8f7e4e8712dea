import type { Send } from './api.ts'
import { type Collection, createByPut, makeCollection, type Noun } from './collection.ts'
import { type Extra, readOnly } from './fields.ts'

/** Rules that make a user, groups and projects of the attributes of an assertion. */
export type Mapping = {
  readonly id: string
  readonly rules: readonly unknown[]
  /** `1.0` or `2.0`. */
  readonly schemaVersion?: string
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewMapping = {
  readonly id: string
  readonly rules: readonly unknown[]
  readonly schemaVersion?: string | null | undefined
}

/** The rules are replaced as a whole. */
export type MappingChanges = Omit<NewMapping, 'id'>

export const mappingNoun = {
  name: 'mapping',
  path: '/OS-FEDERATION/mappings',
  rows: 'mappings',
  fields: { id: 'id', rules: 'rules', schemaVersion: 'schema_version', links: readOnly('links') },
  required: ['id', 'rules'],
  query: {},
} as const satisfies Noun

export type Mappings = Collection<Mapping, NewMapping, MappingChanges, object>

export const makeMappings = (send: Send): Mappings => ({
  ...makeCollection<Mapping, NewMapping, MappingChanges, object>(send, mappingNoun),
  create: createByPut(send, mappingNoun),
})
