import type { Assertion } from '../mapping/apply-mapping.ts'
import type { MappingRules } from '../mapping/mapping-rules.ts'
import type { Claims } from './openid-clients.ts'

/** Reads the values of an attribute; undefined when it is absent. */
export type ReadAttribute = (name: string) => readonly string[] | undefined

/** Values of one attribute, and characters of one value. */
const maxValues = 1000
const maxValueLength = 4096

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
  if (Array.isArray(value)) return value.slice(0, maxValues).flatMap(claimValues)
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

/** Attributes of verified claims, below the prefix. `applyMapping` splits values at `;`, as Keystone does. */
export const claimAttributes = (claims: Claims, prefix: string): ReadAttribute => {
  const values = new Map<string, readonly string[]>()
  for (const [name, value] of Object.entries(claims)) {
    const found = claimValues(value).filter((text) => text.length <= maxValueLength)
    if (found.length > 0) values.set(attributeKey(`${prefix}${name}`), found)
  }
  return (name) => values.get(attributeKey(name))
}

/** What Apache writes in a header for a variable that is not set. */
const unset = '(null)'

/** Attributes from headers, which have several values as `one;two`. `header` reads a header in lower case. */
export const headerAttributes =
  (header: (name: string) => string | undefined): ReadAttribute =>
  (name) => {
    const values = header(`x-federation-${attributeKey(name)}`)?.split(';', maxValues)
    const found = values?.filter((text) => text !== '' && text !== unset && text.length <= maxValueLength)
    return found && found.length > 0 ? found : undefined
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
