import { type DomainError, domainError } from '../core/kernel/domain-error.ts'
import { inexactNumber, notExact } from '../core/kernel/exact-numbers.ts'
import { BadRequest } from './api.ts'
import { checkJsonText } from './check-json-text.ts'

/** Parses a JSON body; rejects bytes that are not UTF-8, and content that `checkJsonText` rejects. */
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

/** Maximum length of a path in an error. */
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
 * Throws a `BadRequest` that describes the error without internals, or `number_not_exact` for a number that would lose
 * precision.
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
