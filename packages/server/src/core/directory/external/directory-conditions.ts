import type { Comparison, Filter } from '../../kernel/paging/list-query.ts'
import type { DirectoryCondition } from './external-directory.ts'

const attributes: ReadonlySet<string> = new Set<DirectoryCondition['attribute']>([
  'name',
  'email',
  'description',
])

/** Directories compare ignoring case, so that both forms of an operator are the same. */
const operators: Readonly<Partial<Record<Comparison, DirectoryCondition['op']>>> = {
  eq: 'eq',
  contains: 'contains',
  startswith: 'startswith',
  endswith: 'endswith',
  icontains: 'contains',
  istartswith: 'startswith',
  iendswith: 'endswith',
}

/** The conditions that a directory can evaluate; the store evaluates all of them afterwards. */
export const directoryConditions = (where: readonly Filter<string>[]): readonly DirectoryCondition[] =>
  where.flatMap(({ key, op, value }) => {
    const operator = operators[op]
    if (!attributes.has(key) || operator === undefined || typeof value !== 'string' || value === '') return []
    return [{ attribute: key as DirectoryCondition['attribute'], op: operator, value }]
  })

/** The domain that the list is restricted to, if it is restricted to one. */
export const domainOf = (where: readonly Filter<string>[]): string | undefined => {
  const found = where.find(({ key, op }) => key === 'domain_id' && op === 'eq')
  return typeof found?.value === 'string' ? found.value : undefined
}
