import { isExact } from '../exact-numbers.ts'
import type { Scalar } from '../filters/filter-expression.ts'
import { fold } from '../text.ts'
import { readIsoTime } from '../times.ts'
import type { CqlField } from './fields.ts'
import type { TokenCursor } from './token-cursor.ts'
import type { Token } from './tokens.ts'

/** A parsed value in the type of its field, with its position. */
export type Written = { readonly value: Scalar; readonly at: number }

const unstorable = /\0|\p{Cs}/u

const quoted = ({ peek, take, fail, expected }: TokenCursor, what: string): Token => {
  if (peek().kind !== 'text') throw expected(what)
  const token = take()
  if (unstorable.test(token.text)) throw fail(token.at, 'a text must not contain NUL or unpaired surrogates')
  return token
}

/** `'…'` or `CASEI('…')`: the text as written, and whether to ignore case. */
export const readText = (
  cursor: TokenCursor,
  name: string,
): { readonly text: string; readonly ignoresCase: boolean; readonly at: number } => {
  const ignoresCase = cursor.skipWord('CASEI')
  if (ignoresCase) cursor.needSign('(', 'after CASEI')
  const { text, at } = quoted(cursor, `a text for ${name}, in apostrophes`)
  if (ignoresCase) cursor.needSign(')', 'after the text of CASEI')
  return { text, ignoresCase, at }
}

/** `DATE('…')`, `TIMESTAMP('…')`, or a text literal with a date or time. */
const readMoment = (cursor: TokenCursor, name: string): Written => {
  const { isWord, take, needSign, fail } = cursor
  const wrapped = isWord('DATE') || isWord('TIMESTAMP') ? take() : undefined
  if (wrapped) needSign('(', `after ${wrapped.text}`)
  const example = "as '2026-01-31' or TIMESTAMP('2026-01-31T12:00:00Z')"
  const { text, at } = quoted(cursor, `a time for ${name}, ${example}`)
  const value = readIsoTime(text)
  const isWrongForm = wrapped && isWord('DATE', wrapped) !== text.length <= 10
  if (value === undefined || isWrongForm)
    throw fail(at, `expected a ${wrapped?.text.toLowerCase() ?? 'date or time'} in ISO 8601`)
  if (wrapped) needSign(')', `after the text of ${wrapped.text}`)
  return { value, at }
}

export const readValue = (cursor: TokenCursor, kind: CqlField<string>['kind'], name: string): Written => {
  const { peek, take, isWord, fail, expected } = cursor
  const { at } = peek()
  switch (kind) {
    case 'time':
      return readMoment(cursor, name)
    case 'number': {
      if (peek().kind !== 'number') throw expected(`a whole number for ${name}`)
      const value = Number(take().text)
      if (!Number.isSafeInteger(value)) throw fail(at, 'expected a whole number of at most 15 digits')
      return { value, at }
    }
    case 'boolean': {
      const value = isWord('TRUE')
      if (!value && !isWord('FALSE')) throw expected(`TRUE or FALSE for ${name}`)
      take()
      return { value, at }
    }
    case 'attributes': {
      if (isWord('TRUE') || isWord('FALSE')) return { value: take().text.toUpperCase() === 'TRUE', at }
      if (peek().kind !== 'number') return readFolded(cursor, name)
      const { text } = take()
      if (!isExact(text))
        throw fail(at, 'expected a number that JSON can represent exactly, at most 2^53 - 1')
      return { value: Number(text), at }
    }
    default:
      return readFolded(cursor, name)
  }
}

const readFolded = (cursor: TokenCursor, name: string): Written => {
  const { text, ignoresCase, at } = readText(cursor, name)
  return { value: ignoresCase ? fold(text) : text, at }
}
