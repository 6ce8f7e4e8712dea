export type Scalar = string | number | boolean

/** Literal text, or a wildcard: `one` for `_`, `many` for `%`. */
export type PatternPart = string | { readonly any: 'one' | 'many' }

/**
 * A filter expression, built by parsers and APIs and translated by stores. As in SQL, a comparison with an absent value
 * does not match, and neither does its negation. `path` names a member of a JSON column; a value of a different type
 * than the compared one counts as absent. `fold` ignores case; the values beside it must be folded (`core/kernel/text.ts`).
 * Times are unix milliseconds.
 */
export type FilterExpression<Key extends string> =
  /** An empty `all` matches every row, an empty `any` none. */
  | { readonly kind: 'all' | 'any'; readonly of: readonly FilterExpression<Key>[] }
  | { readonly kind: 'not'; readonly of: FilterExpression<Key> }
  | {
      readonly kind: 'compare'
      readonly key: Key
      readonly op: 'eq' | 'neq' | 'lt' | 'lte' | 'gt' | 'gte'
      readonly value: Scalar
      readonly fold?: boolean
      readonly path?: readonly string[]
    }
  | {
      readonly kind: 'in'
      readonly key: Key
      readonly values: readonly Scalar[]
      readonly fold?: boolean
    }
  | { readonly kind: 'between'; readonly key: Key; readonly low: Scalar; readonly high: Scalar }
  | {
      readonly kind: 'like'
      readonly key: Key
      readonly pattern: readonly PatternPart[]
      readonly fold: boolean
      readonly path?: readonly string[]
    }
  | { readonly kind: 'isNull'; readonly key: Key; readonly path?: readonly string[] }

export const equals = <Key extends string>(key: Key, value: Scalar): FilterExpression<Key> => ({
  kind: 'compare',
  key,
  op: 'eq',
  value,
})

export const isIn = <Key extends string>(key: Key, values: readonly Scalar[]): FilterExpression<Key> => ({
  kind: 'in',
  key,
  values,
})
