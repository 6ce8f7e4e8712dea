import { choicesOf, type FilterField, hasChoices, kindOf, type Operator, takesValue } from './fields.ts'

/** A row of the filter builder. */
export type Condition = {
  readonly field: FilterField
  /** The path of an attribute below `metadata`. */
  readonly path: string
  readonly operator: Operator
  readonly value: string
}

/** Conditions of which all or any must hold. */
export type Conditions = { readonly join: 'AND' | 'OR'; readonly rows: readonly Condition[] }

export const noConditions: Conditions = { join: 'AND', rows: [] }

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const literalPattern = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

const signs: Partial<Record<Operator, string>> = {
  is: '=',
  isNot: '<>',
  less: '<',
  atMost: '<=',
  greater: '>',
  atLeast: '>=',
  before: '<',
  from: '>=',
}

const patterns: Partial<Record<Operator, (text: string) => string>> = {
  contains: (text) => `%${text}%`,
  startsWith: (text) => `${text}%`,
  endsWith: (text) => `%${text}`,
}

const nameOf = ({ field, path }: Condition): string => {
  if (field !== 'metadata') return field
  return /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(path)
    ? `metadata.${path}`
    : `"metadata.${path.replaceAll('"', '""')}"`
}

const literalOf = ({ field, value }: Condition): string => {
  const kind = kindOf(field)
  if (kind === 'time') return `DATE(${quoted(value)})`
  if (kind === 'boolean') return value === 'true' ? 'TRUE' : 'FALSE'
  if (kind === 'number') return value.trim()
  return quoted(value)
}

/** Whether the row says something that the server can be asked. */
export const isComplete = (row: Condition): boolean => {
  if (row.field === 'metadata' && row.path.trim() === '') return false
  if (!takesValue(row.operator)) return true
  if (row.value === '') return false
  const kind = kindOf(row.field)
  if (kind === 'number') return /^-?\d+$/.test(row.value.trim())
  return kind !== 'time' || /^\d{4}-\d{2}-\d{2}$/.test(row.value)
}

const textOfRow = (row: Condition): string => {
  const name = nameOf(row)
  if (row.operator === 'empty') return `${name} IS NULL`
  if (row.operator === 'notEmpty') return `${name} IS NOT NULL`
  const pattern = patterns[row.operator]
  if (pattern) return `${name} ILIKE ${quoted(pattern(literalPattern(row.value)))}`
  return `${name} ${signs[row.operator] ?? '='} ${literalOf(row)}`
}

/** CQL2 text of the complete rows; undefined if there are none. */
export const filterOf = ({ join, rows }: Conditions): string | undefined => {
  const complete = rows.filter(isComplete)
  return complete.length === 0 ? undefined : complete.map(textOfRow).join(` ${join} `)
}

export const newCondition = (field: FilterField = 'username'): Condition => {
  const kind = kindOf(field)
  const operator = kind === 'text' ? 'contains' : kind === 'time' ? 'from' : 'is'
  const value = kind === 'boolean' ? 'true' : hasChoices(field) ? (choicesOf[field][0] ?? '') : ''
  return { field, path: '', operator, value }
}

const searchedFields = [
  'username',
  'display_name',
  'given_name',
  'family_name',
  'email',
  'phone_number',
] as const

/** A filter of the users that the search and the filter of a list show, for a bulk job. */
export const filterOfList = (search: string | undefined, filter: string | undefined): string => {
  const pattern = search === undefined ? undefined : quoted(`%${literalPattern(search)}%`)
  const searched = pattern && `(${searchedFields.map((field) => `${field} ILIKE ${pattern}`).join(' OR ')})`
  if (searched && filter) return `${searched} AND (${filter})`
  return searched ?? filter ?? 'id IS NOT NULL'
}

/** A filter of the users with the whole username, or of all users. */
export const filterOfUsername = (username: string | undefined): string =>
  filterOfList(undefined, username === undefined ? undefined : `username = ${quoted(username)}`)
