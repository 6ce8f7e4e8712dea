import { domainError } from '../../../kernel/domain-error.ts'
import type { MappingRules } from './mapping-rules.ts'

/** Attributes of an assertion: each name has one or more values. */
export type Assertion = Readonly<Record<string, readonly string[]>>

export type MappedDomain = { readonly id?: string; readonly name?: string }

/** What a mapping makes of an assertion. Nothing of it is looked up yet. */
export type MappedIdentity = {
  readonly user: {
    readonly type: 'ephemeral' | 'local'
    readonly id?: string
    readonly name?: string
    readonly email?: string
    readonly domain?: MappedDomain
  }
  readonly groupIds: readonly string[]
  readonly groupNames: readonly { readonly name: string; readonly domain: MappedDomain }[]
  readonly projects: readonly {
    readonly name: string
    readonly domain?: MappedDomain
    readonly roles: readonly { readonly name: string }[]
  }[]
}

/** Rejects with `unauthenticated` when no rule matches or the result names no user. */
export const applyMapping = (_rules: MappingRules, _assertion: Assertion): MappedIdentity => {
  throw domainError('unauthenticated', 'mapping_unmatched', 'No rule of the mapping matches the assertion.')
}
