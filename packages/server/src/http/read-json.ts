import { type DomainError, domainError } from '../core/kernel/domain-error.ts'
import { inexactNumber, notExact } from '../core/kernel/exact-numbers.ts'
import { BadRequest } from './api.ts'
import { checkJsonText } from './check-json-text.ts'

/** JSON from bytes that must be UTF-8, `__proto__` refused with the rest of what is not data. */
export const readJson = (bytes: Buffer, contentType: string | undefined): unknown => {
  if (contentType !== undefined && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType.trim()))
    throw new BadRequest('The body must be JSON (Content-Type: application/json).')
  return parseJson(bytes)
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadRequest('The body is not valid JSON.')
  }
}

/** Characters of a path that an error repeats. */
const mostOfPath = 255

const numberNotExact = (path: readonly string[]): DomainError => {
  const field = path.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
  const shown = path.join('.').slice(0, mostOfPath) || 'The body'
  return domainError('invalid', 'number_not_exact', `${shown} ${notExact}.`, {
    field: field.slice(0, mostOfPath),
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Throws an `Unreadable` that says what is wrong, never where in our code, or rejects with `number_not_exact`: a number
 * must come out as it went in.
 */
export const parseJson = (bytes: Buffer): unknown => {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw new BadRequest('The body is not UTF-8 text.')
  }
  checkJsonText(text)
  const value = parse(text)
  const path = inexactNumber(text)
  if (path !== undefined) throw numberNotExact(path)
  return value
}
