import { type Collection, defineNoun } from './collection.ts'
import { type Extra, plain } from './fields.ts'

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

export const mappingNoun = defineNoun({
  creation: 'with id',
  name: 'mapping',
  path: '/OS-FEDERATION/mappings',
  fields: { id: plain, rules: plain, schemaVersion: plain },
  required: ['id', 'rules'],
})

export type Mappings = Collection<Mapping, NewMapping, MappingChanges, object>
