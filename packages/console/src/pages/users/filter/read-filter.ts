import type { Condition, Conditions } from './conditions.ts'
import { type Token, tokensOf } from './cql-tokens.ts'
import { choicesOf, type FilterField, hasChoices, isFilterField, kindOf, type Operator } from './fields.ts'

type Subject = Pick<Condition, 'field' | 'path'>

type Cursor = { readonly tokens: readonly Token[]; at: number }

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text.toUpperCase() === word

const skipWord = (cursor: Cursor, word: string): boolean => {
  if (!isWord(cursor.tokens[cursor.at], word)) return false
  cursor.at++
  return true
}

const skipSign = (cursor: Cursor, sign: string): boolean => {
  const token = cursor.tokens[cursor.at]
  if (token?.kind !== 'sign' || token.text !== sign) return false
  cursor.at++
  return true
}

const readSubject = (cursor: Cursor): Subject | undefined => {
  const token = cursor.tokens[cursor.at++]
  if (token?.kind !== 'word' && token?.kind !== 'name') return undefined
  const path = /^metadata\.(.+)$/s.exec(token.text)?.[1]
  if (path !== undefined) return { field: 'metadata', path }
  return isFilterField(token.text) && token.text !== 'metadata' ? { field: token.text, path: '' } : undefined
}

/** The text that a pattern contains, and where; undefined for other patterns. */
const readPattern = (pattern: string): Pick<Condition, 'operator' | 'value'> | undefined => {
  const parts = pattern.match(/\\[\s\S]|[^\\]/g) ?? []
  const leading = parts[0] === '%'
  const trailing = parts.length > 1 && parts.at(-1) === '%'
  const inner = parts.slice(leading ? 1 : 0, trailing ? -1 : undefined)
  if (inner.some((part) => part === '%' || part === '_' || part === '\\') || (!leading && !trailing))
    return undefined
  const operator = leading && trailing ? 'contains' : leading ? 'endsWith' : 'startsWith'
  return { operator, value: inner.map((part) => part.replace(/^\\/, '')).join('') }
}

const plainOperators: Readonly<Record<string, Operator>> = {
  '=': 'is',
  '<>': 'isNot',
  '<': 'less',
  '<=': 'atMost',
  '>': 'greater',
  '>=': 'atLeast',
}

const timeOperators: Readonly<Record<string, Operator>> = { '<': 'before', '>=': 'from' }

const readTime = (cursor: Cursor): string | undefined => {
  const wrapped = skipWord(cursor, 'DATE')
  if (wrapped && !skipSign(cursor, '(')) return undefined
  const token = cursor.tokens[cursor.at++]
  if (token?.kind !== 'text' || !/^\d{4}-\d{2}-\d{2}$/.test(token.text)) return undefined
  return wrapped && !skipSign(cursor, ')') ? undefined : token.text
}

const readValue = (cursor: Cursor, field: FilterField): string | undefined => {
  const kind = kindOf(field)
  if (kind === 'time') return readTime(cursor)
  const token = cursor.tokens[cursor.at++]
  if (kind === 'boolean') return isWord(token, 'TRUE') ? 'true' : isWord(token, 'FALSE') ? 'false' : undefined
  if (kind === 'number') return token?.kind === 'number' ? token.text : undefined
  if (token?.kind !== 'text') return undefined
  const choices: readonly string[] | undefined = hasChoices(field) ? choicesOf[field] : undefined
  return choices === undefined || choices.includes(token.text) ? token.text : undefined
}

const readCondition = (cursor: Cursor): Condition | undefined => {
  const subject = readSubject(cursor)
  if (!subject) return undefined
  const kind = kindOf(subject.field)
  if (skipWord(cursor, 'IS')) {
    const operator = skipWord(cursor, 'NOT') ? 'notEmpty' : 'empty'
    const isOffered = kind === 'text' || kind === 'time' || kind === 'attribute'
    return skipWord(cursor, 'NULL') && isOffered ? { ...subject, operator, value: '' } : undefined
  }
  if (skipWord(cursor, 'ILIKE')) {
    const token = cursor.tokens[cursor.at++]
    const found = token?.kind === 'text' ? readPattern(token.text) : undefined
    if (kind !== 'text' && (kind !== 'attribute' || found?.operator !== 'contains')) return undefined
    return found && { ...subject, ...found }
  }
  const sign = cursor.tokens[cursor.at++]
  const operator =
    sign?.kind === 'sign' ? (kind === 'time' ? timeOperators : plainOperators)[sign.text] : undefined
  const isEquality = operator === 'is' || operator === 'isNot'
  if (!operator || (kind !== 'number' && kind !== 'time' && !isEquality)) return undefined
  if (kind === 'boolean' && operator !== 'is') return undefined
  const value = readValue(cursor, subject.field)
  return value === undefined ? undefined : { ...subject, operator, value }
}

/** The conditions that a filter consists of; undefined if the builder cannot show it. */
export const readFilter = (text: string): Conditions | undefined => {
  const tokens = tokensOf(text)
  if (!tokens) return undefined
  if (tokens.length === 0) return { join: 'AND', rows: [] }
  const cursor: Cursor = { tokens, at: 0 }
  const rows: Condition[] = []
  let join: Conditions['join'] | undefined
  for (;;) {
    const row = readCondition(cursor)
    if (!row) return undefined
    rows.push(row)
    if (cursor.at === tokens.length) return { join: join ?? 'AND', rows }
    const word = skipWord(cursor, 'AND') ? 'AND' : skipWord(cursor, 'OR') ? 'OR' : undefined
    if (!word || (join !== undefined && join !== word)) return undefined
    join = word
  }
}
