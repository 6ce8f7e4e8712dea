export type OptionValue = string | number | boolean | null | string[]

export type Options = Readonly<Record<string, unknown>>

/** A value of the configuration as a form shows it. */
export const textOf = (value: unknown): string => {
  if (value === undefined || value === null) return ''
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** What a form contains, as the API wants it; an empty text stands for the default. */
export const toValue = (text: string, fallback: unknown): OptionValue => {
  if (text === '') return (fallback ?? null) as OptionValue
  if (Array.isArray(fallback)) return text.split(',').flatMap((item) => item.trim() || [])
  if (typeof fallback === 'boolean') return text === 'true'
  // The server says which numbers it accepts.
  if (typeof fallback === 'number' && text.trim() !== '' && !Number.isNaN(Number(text))) return Number(text)
  return text
}

/** The options whose text was changed, as values. */
export const changedOptions = (
  edits: Readonly<Record<string, string>>,
  stored: Options,
  defaults: Options,
): Readonly<Record<string, OptionValue>> =>
  Object.fromEntries(
    Object.entries(edits)
      .filter(([name, text]) => text !== textOf(stored[name]))
      .map(([name, text]) => [name, toValue(text, defaults[name])]),
  )
