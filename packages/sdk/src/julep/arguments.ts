import {
  optionally,
  requireArray,
  requireInteger,
  requireObject,
  requireOneOf,
  requireText,
} from '../transport/arguments.ts'
import { ArgumentError } from '../transport/errors.ts'
import type { ListOptions, NewDoc } from './types.ts'
import { docToWire, type WireNewDoc } from './wire.ts'

/**
 * The id of a UUID in lower case with dashes. Accepts the spellings of the Python SDK: any case, without dashes, in
 * braces, as a URN. Every version is accepted, as the Python SDK does for text: Muster gives imported users a UUID of
 * version 7.
 */
export const requireUuid = (argument: string, value: unknown): string => {
  const bare = typeof value === 'string' ? value.toLowerCase().replace(/^urn:uuid:/, '') : ''
  const digits = bare.replace(/^\{(.*)\}$/, '$1').replaceAll('-', '')
  const [, a, b, c, d, e] =
    /^([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/.exec(digits) ?? []
  if (a === undefined)
    throw new ArgumentError(argument, 'must be a UUID, such as those that the service returns')
  return [a, b, c, d, e].join('-')
}

/** Text or null; `undefined` is an `ArgumentError`. */
export const requireTextOrNull = (argument: string, value: unknown): string | null =>
  value === null ? null : requireText(argument, value)

/** Checks a document and returns its wire form. */
export const requireDoc = (argument: string, value: unknown): WireNewDoc => {
  const { title, content, metadata } = requireObject(argument, value)
  requireText(`${argument}.title`, title)
  if (Array.isArray(content)) for (const part of content) requireText(`${argument}.content`, part)
  else requireText(`${argument}.content`, content)
  optionally(requireObject, `${argument}.metadata`, metadata)
  return docToWire(value as NewDoc)
}

export const requireDocs = (argument: string, value: unknown): WireNewDoc[] =>
  requireArray(argument, value).map((doc, index) => requireDoc(`${argument}[${index}]`, doc))

/** Checks the arguments of a list and returns its query without the page. */
export const listQuery = (list: ListOptions) => {
  const { limit, offset, metadataFilter = {}, sortBy, order } = requireObject('list', list)
  optionally(requireInteger, 'limit', limit, 1)
  optionally(requireInteger, 'offset', offset, 0)
  return {
    // The service expects the filter in each request, also an empty one.
    metadata_filter: JSON.stringify(requireObject('metadataFilter', metadataFilter)),
    sort_by: optionally(requireOneOf, 'sortBy', sortBy, ['created_at', 'updated_at']),
    order: optionally(requireOneOf, 'order', order, ['asc', 'desc']),
  }
}
