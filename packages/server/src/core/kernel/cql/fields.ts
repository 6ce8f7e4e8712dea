import type { Condition } from '../filters/filter-expression.ts'

/**
 * What a filter may name, by the name that clients know it by. `number` is a whole number, `time` a moment,
 * given as text. `attributes` are named behind a dot, as in `metadata.team.name`, and have values of any type. A `choice` has words of its own, each of which stands for a condition.
 */
export type CqlField<Key extends string> =
  | { readonly kind: 'text' | 'number' | 'boolean' | 'time'; readonly key: Key }
  | { readonly kind: 'attributes'; readonly key: Key; readonly path?: readonly string[] }
  | { readonly kind: 'choice'; readonly choices: Readonly<Record<string, Condition<Key>>> }

export type CqlFields<Key extends string> = Readonly<Record<string, CqlField<Key>>>

/** Names of attributes inside of each other that one field leads through. */
const maxDepth = 10
const nameForm = /^[^"\\\p{C}]{1,255}$/u

/** The field so named; of attributes, with the path to the one that is meant. */
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

/** The names of all fields, for people. */
export const shownFields = <Key extends string>(fields: CqlFields<Key>): string =>
  Object.entries(fields)
    .map(([name, { kind }]) => (kind === 'attributes' ? `${name}.NAME` : name))
    .sort()
    .join(', ')
