import type { FilterExpression } from '../filters/filter-expression.ts'

/**
 * A field that filters can name. `number` is a whole number, `time` a time written as text. Members of `attributes` are
 * named after a dot, as in `metadata.team.name`, and have values of any type. A `choice` has fixed values, each of which
 * stands for a condition.
 */
export type CqlField<Key extends string> =
  | { readonly kind: 'text' | 'number' | 'boolean' | 'time'; readonly key: Key }
  | { readonly kind: 'attributes'; readonly key: Key; readonly path?: readonly string[] }
  | { readonly kind: 'choice'; readonly choices: Readonly<Record<string, FilterExpression<Key>>> }

export type CqlFields<Key extends string> = Readonly<Record<string, CqlField<Key>>>

/** The maximum number of nested attribute names. */
const maxDepth = 10
const nameForm = /^[^"\\\p{C}]{1,255}$/u

/** The field of that name; for a member of attributes, with its path. Undefined for an unknown field. */
export const fieldNamed = <Key extends string>(
  fields: CqlFields<Key>,
  name: string,
): CqlField<Key> | undefined => {
  const own = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (own) return own.kind === 'attributes' ? undefined : own
  const [first = '', ...path] = name.split('.')
  const field = Object.hasOwn(fields, first) ? fields[first] : undefined
  if (field?.kind !== 'attributes' || path.length === 0 || path.length > maxDepth) return undefined
  return path.every((part) => nameForm.test(part)) ? { ...field, path } : undefined
}

/** The names of all fields, for error messages. */
export const shownFields = <Key extends string>(fields: CqlFields<Key>): string =>
  Object.entries(fields)
    .map(([name, { kind }]) => (kind === 'attributes' ? `${name}.NAME` : name))
    .sort()
    .join(', ')
