import type { CompiledPattern } from '../../../kernel/ports.ts'
import type { SchemaVersion } from '../mapping.ts'

/** Text of a mapping; an index stands for the values of the requirement that feeds it. */
export type Template = readonly ({ readonly literal: string } | { readonly index: number })[]

export type DomainTemplates = { readonly id?: Template; readonly name?: Template }

export type UserTemplates = {
  readonly type: 'ephemeral' | 'local'
  readonly id?: Template
  readonly name?: Template
  readonly email?: Template
  readonly domain?: DomainTemplates
}

/** A list of texts: those of the mapping, or each value of a requirement. */
export type TextList = { readonly texts: readonly Template[] } | { readonly index: number }

export type ProjectTemplates = {
  readonly name: Template
  readonly domain?: DomainTemplates
  readonly roles: readonly { readonly name: Template }[]
}

export type LocalRule = {
  readonly user?: UserTemplates
  readonly group?: { readonly id: Template } | { readonly name: Template; readonly domain: DomainTemplates }
  readonly groups?: TextList
  readonly groupIds?: TextList
  readonly projects?: readonly ProjectTemplates[]
  readonly domain?: DomainTemplates
}

/** The values that a condition lists: exact texts, or regular expressions that are searched for. */
export type ListedValues =
  | { readonly exact: ReadonlySet<string> }
  | { readonly patterns: readonly CompiledPattern[] }

/** `present` feeds all values of the attribute, `whitelist` the listed ones, `blacklist` the others. */
export type Requirement =
  | { readonly type: string; readonly condition: 'present' }
  | {
      readonly type: string
      readonly condition: 'any_one_of' | 'not_any_of' | 'whitelist' | 'blacklist'
      readonly listed: ListedValues
    }

export type MappingRule = { readonly remote: readonly Requirement[]; readonly local: readonly LocalRule[] }

/** A mapping that was checked, with its patterns compiled: the result of `readMappingRules`. */
export type MappingRules = {
  readonly schemaVersion: SchemaVersion
  readonly rules: readonly MappingRule[]
}
