import { ArgumentError } from './errors.ts'

export type QueryValue = string | number | boolean | readonly (string | number)[] | undefined | null
export type Query = Readonly<Record<string, QueryValue>>

export const trimSlashes = (url: string): string => url.replace(/\/+$/, '')

/**
 * The base address without a trailing slash. Throws `ArgumentError` for anything but an http or https address without
 * credentials, query and fragment.
 */
export const parseBaseUrl = (text: string, argument = 'baseUrl'): string => {
  if (!URL.canParse(text)) throw new ArgumentError(argument, 'must be an absolute URL')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new ArgumentError(argument, 'must be an http or https URL')
  if (url.username !== '' || url.password !== '')
    throw new ArgumentError(argument, 'must not contain credentials')
  if (url.search !== '' || url.hash !== '')
    throw new ArgumentError(argument, 'must not have a query or a fragment')
  return trimSlashes(url.href)
}

/**
 * Fills a path template such as `/users/{id}`. Throws `ArgumentError` for a value that is empty or would change the path
 * (`.` and `..`).
 */
export const fillPath = (template: string, params: Readonly<Record<string, string | number>> = {}): string =>
  template.replaceAll(/\{(\w+)\}/g, (_match, name: string) => {
    const value = Object.hasOwn(params, name) ? String(params[name]) : ''
    if (value === '' || value === '.' || value === '..')
      throw new ArgumentError(name, 'must be a non-empty id')
    // A lone surrogate cannot be encoded.
    if (!value.isWellFormed()) throw new ArgumentError(name, 'must be well-formed Unicode')
    return encodeURIComponent(value)
  })

/** A query with its question mark, or an empty text. Undefined and null values are left out; arrays repeat the name. */
export const queryText = (query: Query = {}): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}
