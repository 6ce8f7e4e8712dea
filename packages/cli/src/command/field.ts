import { readFileSync } from 'node:fs'
import { UsageError } from '../usage-error.ts'
import type { NamedKind } from './names.ts'
import { type ScopeText, scopeText } from './scope.ts'

/** An option of a command; `T` is the type of its value after parsing. */
export type Field<T> = {
  readonly about: string
  /** The name of the value in the help, such as TEXT; a flag has none. */
  readonly value?: string
  readonly choices?: readonly string[]
  /** A flag with its opposite: `--no-…`. */
  readonly negated?: boolean
  /** Throws `UsageError` for an invalid value. */
  readonly parse?: (text: string) => T
  /** May be given several times. */
  readonly repeated?: boolean
  readonly required?: boolean
  /** A name or an id of this kind, replaced with the id before the request. */
  readonly names?: NamedKind | 'scope'
  /** Never an argument: read from a file descriptor, or from a prompt where one is required. */
  readonly secret?: boolean
}

/** Fields for members of a body or query of the API, each of its type. */
export type Fields<Body> = { readonly [K in keyof Body]?: Field<NonNullable<Body[K]>> | Field<Body[K]> }

export type RequiredField<T> = Field<T> & { readonly required: true }

export const required = <T>(field: Field<T>): RequiredField<T> => ({ ...field, required: true })

const notEmpty = (text: string): string => {
  if (text === '') throw new UsageError('must not be empty')
  return text
}

export const text = (about: string, value = 'TEXT'): Field<string> => ({ about, value, parse: notEmpty })

/** An empty value clears the field. */
export const clearable = (about: string, value = 'TEXT'): Field<string | null> => ({
  about,
  value,
  parse: (input) => (input === '' ? null : input),
})

export const flag = (about: string): Field<boolean> => ({ about })

/** A flag with its opposite: `--enabled` and `--no-enabled`. */
export const toggle = (about: string): Field<boolean> => ({ about, negated: true })

export const choice = <const T extends string>(about: string, choices: readonly T[]): Field<T> => ({
  about,
  value: 'VALUE',
  choices,
})

/** An empty value clears the field. */
export const clearableChoice = <const T extends string>(
  about: string,
  choices: readonly T[],
): Field<T | null> => ({
  ...choice(about, choices),
  parse: (input) => {
    if (input === '') return null
    const chosen = choices.find((known) => known === input)
    if (chosen === undefined) throw new UsageError(`must be one of ${choices.join(', ')}`)
    return chosen
  },
})

const wholeNumber = (input: string): number => {
  if (!/^\d{1,15}$/.test(input)) throw new UsageError('must be a whole number')
  return Number(input)
}

export const integer = (about: string, value = 'N'): Field<number> => ({ about, value, parse: wholeNumber })

/** An empty value clears the field. */
export const clearableInteger = (about: string): Field<number | null> => ({
  about,
  value: 'N',
  parse: (input) => (input === '' ? null : wholeNumber(input)),
})

const date = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`
const clock = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?`
/** The form and the ranges; the server knows the days of each month. */
const rfc3339 = new RegExp(String.raw`^${date}T${clock}(?:Z|[+-]\d{2}:\d{2})$`, 'i')

const timeOf = (input: string): string => {
  if (!rfc3339.test(input)) throw new UsageError('must be a time as in 2030-01-31T12:00:00Z (RFC 3339)')
  return input
}

export const time = (about: string): Field<string> => ({ about, value: 'TIME', parse: timeOf })

/** An empty value clears the field. */
export const clearableTime = (about: string): Field<string | null> => ({
  about,
  value: 'TIME',
  parse: (input) => (input === '' ? null : timeOf(input)),
})

/** A value that may be given several times, or with commas between. */
export const list = (about: string, value = 'TEXT'): Field<readonly string[]> => ({
  about,
  value,
  repeated: true,
  parse: (input) => (input === '' ? [] : input.split(',').map((item) => notEmpty(item.trim()))),
})

const jsonObject = (input: string): Readonly<Record<string, unknown>> => {
  const source = input.startsWith('@') ? readFileSync(input.slice(1), 'utf8') : input
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch {
    throw new UsageError('is not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError('must be a JSON object')
  return value as Record<string, unknown>
}

/** A JSON object, or `@FILE` with one. */
export const json = (about: string): Field<Readonly<Record<string, unknown>>> => ({
  about,
  value: 'JSON|@FILE',
  parse: jsonObject,
})

/** A JSON object as the API takes it in a query. */
export const jsonText = (about: string): Field<string> => ({
  about,
  value: 'JSON|@FILE',
  parse: (input) => JSON.stringify(jsonObject(input)),
})

/** A name or an id of another object. */
export const reference = (names: NamedKind, about: string): Field<string> => ({
  about: `${about} (name or id)`,
  value: names.replace('global-', '').toUpperCase(),
  names,
  parse: notEmpty,
})

/** The system, a domain or a project, each by name or id. */
export const scope = (about: string): Field<ScopeText> => ({
  about,
  value: 'system|domain:NAME|project:NAME',
  names: 'scope',
  parse: scopeText,
})

/** A secret: read from `--NAME-fd N`, or from a prompt if it is required. */
export const secret = (about: string): Field<string> => ({ about, value: 'N', secret: true })
