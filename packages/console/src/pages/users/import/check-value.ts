import { languages } from '@muster/messages/languages.ts'
import type { ImportField } from './fields.ts'

/** What is wrong with a value, as far as a browser can know; the names are keys of messages. */
export type ValueError =
  | 'missing'
  | 'tooLong'
  | 'email'
  | 'flag'
  | 'status'
  | 'kind'
  | 'language'
  | 'json'
  | 'time'
  | 'cells'
  | 'notText'

const longest: Partial<Record<ImportField, number>> = {
  username: 255,
  email: 320,
  display_name: 255,
  given_name: 255,
  family_name: 255,
  phone_number: 64,
  picture_url: 2048,
  external_id: 255,
  description: 65_535,
}

const isJsonObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

const isPastTime = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i.test(text) &&
  Date.parse(text) <= Date.now()

/** Checks the text of a cell; an empty cell is an absent field. */
export const checkText = (field: ImportField, text: string): ValueError | undefined => {
  if (text === '') return undefined
  if (text.length > (longest[field] ?? Number.POSITIVE_INFINITY)) return 'tooLong'
  switch (field) {
    case 'email':
      return /^[^\s@]+@[^\s@]+$/.test(text.trim()) ? undefined : 'email'
    case 'developer':
    case 'email_claimed':
      return /^\s*(true|false)\s*$/i.test(text) ? undefined : 'flag'
    case 'status':
      return ['active', 'pending', 'disabled', 'invited'].includes(text) ? undefined : 'status'
    case 'kind':
      return ['human', 'service', 'system'].includes(text) ? undefined : 'kind'
    case 'language':
      return Object.hasOwn(languages, text) ? undefined : 'language'
    case 'metadata':
    case 'public_metadata':
      return isJsonObject(text) ? undefined : 'json'
    case 'created_at':
      return isPastTime(text) ? undefined : 'time'
    default:
      return undefined
  }
}

/** Checks a value of a JSON row. */
export const checkJson = (field: ImportField, value: unknown): ValueError | undefined => {
  if (value === undefined || value === null) return undefined
  if (field === 'developer' || field === 'email_claimed')
    return typeof value === 'boolean' ? undefined : 'flag'
  if (field === 'metadata' || field === 'public_metadata')
    return typeof value === 'object' && !Array.isArray(value) ? undefined : 'json'
  return typeof value === 'string' ? checkText(field, value) : 'notText'
}
