/** Comparison operators; `i…` ignores case. */
export type Comparison =
  | 'eq'
  | 'neq'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'contains'
  | 'startswith'
  | 'endswith'
  | 'icontains'
  | 'istartswith'
  | 'iendswith'

/** One condition of a list; conditions are ANDed. `eq` with `null` matches absent values. */
export type Filter<Key extends string> = {
  readonly key: Key
  readonly op: Comparison
  readonly value: string | number | boolean | null
}

/** A keyset page in ascending order of ids. `after` is the id of the last row already seen. */
export type Page = { readonly limit: number; readonly after?: string }

export type ListQuery<Key extends string> = {
  readonly where: readonly Filter<Key>[]
  readonly page: Page
}

/** `more`: whether further rows follow. */
export type Slice<T> = { readonly rows: readonly T[]; readonly more: boolean }

export const eq = <Key extends string>(key: Key, value: Filter<Key>['value']): Filter<Key> => ({
  key,
  op: 'eq',
  value,
})
