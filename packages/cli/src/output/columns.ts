import { UsageError } from '../usage-error.ts'

/**
 * The fields of an object in their order. True: a list shows the field by default; a function: it does, as this text.
 */
export type Columns = Readonly<Record<string, boolean | ((value: never) => string)>>

export type Column = {
  readonly name: string
  readonly text: (row: object) => string
  readonly value: (row: object) => unknown
}

const textOf = (value: unknown): string => {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

const column = (columns: Columns, name: string): Column => {
  const path = name.split('.')
  const value = (row: object) => path.reduce<unknown>(memberOf, row)
  const shown = columns[name]
  const text =
    typeof shown === 'function'
      ? (row: object) => {
          const found = value(row)
          return found === undefined || found === null ? '' : shown(found as never)
        }
      : (row: object) => textOf(value(row))
  return { name, value, text }
}

/** The columns of `--columns`, which may contain paths as in `metadata.team`. Throws `UsageError` for an unknown one. */
export const chosenColumns = (columns: Columns, names: readonly string[]): readonly Column[] => {
  const unknown = names.find((name) => !Object.hasOwn(columns, name.split('.')[0] ?? ''))
  if (unknown !== undefined)
    throw new UsageError(
      `There is no column ${JSON.stringify(unknown)}. Columns: ${Object.keys(columns).join(', ')}.`,
    )
  return names.map((name) => column(columns, name))
}

/** Without `--columns`, a list shows its default columns, and a single object all of them. */
export const defaultColumns = (columns: Columns, single: boolean): readonly Column[] =>
  Object.keys(columns)
    .filter((name) => single || columns[name] !== false)
    .map((name) => column(columns, name))
