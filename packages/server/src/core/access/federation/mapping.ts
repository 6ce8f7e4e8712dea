/** The versions of the mapping language: from 2.0, `domain` of a local rule is also the default of users and projects. */
export type SchemaVersion = '1.0' | '2.0'

/** Rules that map the attributes of an assertion to a user, groups and projects. */
export type Mapping = {
  readonly id: string
  readonly schemaVersion: SchemaVersion
  /** As the administrator wrote them. `readMappingRules` checks and reads them. */
  readonly rules: readonly unknown[]
}
