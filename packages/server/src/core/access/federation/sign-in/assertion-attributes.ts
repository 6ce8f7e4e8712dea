import { domainError } from '../../../kernel/domain-error.ts'
import type { Assertion } from '../mapping/apply-mapping.ts'
import type { MappingRules } from '../mapping/mapping-rules.ts'
import type { Claims } from './openid-clients.ts'

/** Reads the values of an attribute; undefined when it is absent. */
export type ReadAttribute = (name: string) => readonly string[] | undefined

/** Values of one attribute, characters of one value, and levels of lists and objects in one claim. */
const maxValues = 1000
const maxValueLength = 4096
const maxLevels = 20

/** An attribute is read completely or not at all: `not_any_of` would be met when the value that it excludes is left out. */
const tooLarge = () =>
  domainError(
    'unauthenticated',
    'mapping_too_expensive',
    `An attribute that the mapping reads has more than ${maxValues} values, ${maxValueLength} characters in one of them, or ${maxLevels} levels.`,
  )

const withinLimits = (values: readonly string[]): readonly string[] | undefined => {
  if (values.length > maxValues || values.some((text) => text.length > maxValueLength)) throw tooLarge()
  return values.length > 0 ? values : undefined
}

/**
 * The form in which names of attributes are compared. Keystone's mappings name the same claim `OIDC-email` or, as WSGI
 * renders a header, `HTTP_OIDC_EMAIL`; headers lose their case.
 */
export const attributeKey = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '-')
    .replace(/^http-/, '')

/** A claim as Apache's OpenID Connect module passes it on: one value, or several of a list. */
const claimValues = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(claimValues)
  switch (typeof value) {
    case 'string':
      return [value]
    case 'number':
      return [String(value)]
    case 'boolean':
      return [value ? '1' : '0']
    default:
      return value === null || value === undefined ? [] : [JSON.stringify(value)]
  }
}

/** Stops at the level, since a deeper value could exceed the stack. */
const hasMoreLevels = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((item) => hasMoreLevels(item, levels - 1)))

/** Attributes of verified claims, below the prefix. `applyMapping` splits values at `;`, as Keystone does. */
export const claimAttributes = (claims: Claims, prefix: string): ReadAttribute => {
  const byKey = new Map<string, unknown>()
  for (const [name, value] of Object.entries(claims))
    if (value !== null && value !== undefined) byKey.set(attributeKey(`${prefix}${name}`), value)
  return (name) => {
    const value = byKey.get(attributeKey(name))
    if (hasMoreLevels(value, maxLevels)) throw tooLarge()
    return withinLimits(claimValues(value))
  }
}

/** What Apache writes in a header for a variable that is not set. */
const unset = '(null)'

/** Attributes from headers, which have several values as `one;two`. `header` reads a header in lower case. */
export const headerAttributes =
  (header: (name: string) => string | undefined): ReadAttribute =>
  (name) => {
    const values = header(`x-federation-${attributeKey(name)}`)?.split(';') ?? []
    return withinLimits(values.filter((text) => text !== '' && text !== unset))
  }

/** The attributes that the rules read. */
export const assertionFor = ({ rules }: MappingRules, read: ReadAttribute): Assertion => {
  const types = new Set(rules.flatMap((rule) => rule.remote.map(({ type }) => type)))
  return Object.fromEntries(
    [...types].flatMap((type) => {
      const values = read(type)
      return values ? [[type, values]] : []
    }),
  )
}
