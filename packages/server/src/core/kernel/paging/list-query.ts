/** How one attribute is compared. `i…` ignores case. */
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

/** One condition of a list; conditions are ANDed. `null` with `eq` means "is absent". */
export type Filter<Key extends string> = {
  readonly key: Key
  readonly op: Comparison
  readonly value: string | number | boolean | null
}

/** A keyset page, ordered by id ascending. `after` is the id of the last row already seen. */
export type Page = { readonly limit: number; readonly after?: string }

export type ListQuery<Key extends string> = {
  readonly where: readonly Filter<Key>[]
  readonly page: Page
}

/** `more` tells whether rows follow the last one. */
export type Slice<T> = { readonly rows: readonly T[]; readonly more: boolean }

export const eq = <Key extends string>(key: Key, value: Filter<Key>['value']): Filter<Key> => ({
  key,
  op: 'eq',
  value,
})
