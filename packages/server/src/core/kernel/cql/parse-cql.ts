import type { FilterExpression, Scalar } from '../filters/filter-expression.ts'
import { isLongerThan } from '../text.ts'
import { cqlError } from './cql-error.ts'
import { type CqlField, type CqlFields, fieldNamed as lookUp, shownFields } from './fields.ts'
import { foldedPattern, patternOf } from './pattern.ts'
import { readText, readValue, type Written } from './read-value.ts'
import { shownToken, tokenCursor } from './token-cursor.ts'
import type { Token } from './tokens.ts'

/** Limits that bound the cost of a filter for the database. `length` and `pattern` count characters. */
export const cqlLimits = {
  length: 8192,
  depth: 32,
  conditions: 100,
  values: 1000,
  wildcards: 10,
  patterns: 30,
  pattern: 255,
} as const

const comparisons: Readonly<Record<string, 'eq' | 'neq' | 'lt' | 'lte' | 'gt' | 'gte'>> = {
  '=': 'eq',
  '<>': 'neq',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
}

const keywords = new Set([
  'AND',
  'OR',
  'NOT',
  'LIKE',
  'ILIKE',
  'IN',
  'BETWEEN',
  'IS',
  'NULL',
  'TRUE',
  'FALSE',
  'DATE',
  'TIMESTAMP',
  'CASEI',
])

type Named<Key extends string> = {
  readonly field: CqlField<Key>
  readonly name: string
  /** Written as CASEI(name). */
  readonly fold: boolean
  readonly at: number
}

/**
 * Parses CQL2 text (OGC 21-065r2) over a closed table of fields: comparisons of a field with a value, [I]LIKE, IN,
 * BETWEEN, IS NULL, their negations, AND, OR, NOT, parentheses, CASEI, DATE and TIMESTAMP. For a time field a plain
 * text literal is a time too. Runs in linear time for any input (T75). Rejects with `invalid` (`filter_invalid`), the
 * position and what was expected there; `parameter` is the name of the request parameter.
 */
export const parseCql = <Key extends string>(
  source: string,
  fields: CqlFields<Key>,
  parameter = 'filter',
): FilterExpression<Key> => {
  if (isLongerThan(source, cqlLimits.length))
    throw cqlError(parameter, cqlLimits.length, `it is longer than ${cqlLimits.length} characters`)
  const cursor = tokenCursor(source, parameter)
  const { peek, take, isWord, skipWord, skipSign, needSign, fail, expected } = cursor
  let conditions = 0
  let patterns = 0
  let values = 0

  const fieldNamed = (): Named<Key> => {
    const fold = isWord('CASEI')
    if (fold) {
      take()
      needSign('(', 'after CASEI')
    }
    const token = peek()
    const plain = token.kind === 'word' && !keywords.has(token.text.toUpperCase())
    if (!plain && token.kind !== 'name') throw expected('the name of a field')
    take()
    const field = lookUp(fields, token.text)
    if (!field)
      throw fail(token.at, `there is no field ${shownToken(token)}; there are ${shownFields(fields)}`)
    if (fold && field.kind !== 'text' && field.kind !== 'attributes')
      throw fail(token.at, `CASEI requires a text field, and ${shownToken(token)} is not one`)
    if (fold) needSign(')', 'after the field of CASEI')
    return { field, name: token.text, fold, at: token.at }
  }

  const value = ({ field, name }: Named<Key>): Written => {
    if (++values > cqlLimits.values) throw fail(peek().at, `there are more than ${cqlLimits.values} values`)
    return readValue(cursor, field.kind, name)
  }

  const choiceOf = (choices: Readonly<Record<string, FilterExpression<Key>>>, { value, at }: Written) => {
    const choice = Object.hasOwn(choices, String(value)) ? choices[String(value)] : undefined
    if (!choice) throw fail(at, `expected one of ${Object.keys(choices).join(', ')}`)
    return choice
  }

  const not = (negated: boolean, of: FilterExpression<Key>): FilterExpression<Key> =>
    negated ? { kind: 'not', of } : of

  const comparison = (named: Named<Key>, sign: Token): FilterExpression<Key> => {
    const op = comparisons[sign.text]
    const { field, name } = named
    if (!op) throw fail(sign.at, 'expected a comparison')
    if ((field.kind === 'boolean' || field.kind === 'choice') && op !== 'eq' && op !== 'neq')
      throw fail(sign.at, `${name} can be compared with = and <> only`)
    const written = value(named)
    if (field.kind === 'choice') return not(op === 'neq', choiceOf(field.choices, written))
    if (typeof written.value === 'boolean' && op !== 'eq' && op !== 'neq')
      throw fail(sign.at, 'TRUE and FALSE can be compared with = and <> only')
    return compared(named, op, written.value)
  }

  const pathOf = (field: CqlField<Key>) =>
    field.kind === 'attributes' && field.path ? { path: field.path } : {}

  const compared = (
    { field, fold }: Named<Key>,
    op: (typeof comparisons)[string],
    value: Scalar,
  ): FilterExpression<Key> => {
    if (field.kind === 'choice') return choiceOf(field.choices, { value, at: 0 })
    return {
      kind: 'compare',
      key: field.key,
      op,
      value,
      ...(fold && typeof value === 'string' && { fold }),
      ...pathOf(field),
    }
  }

  const like = (named: Named<Key>, word: Token): FilterExpression<Key> => {
    const { field, name } = named
    if (field.kind !== 'text' && field.kind !== 'attributes')
      throw fail(word.at, `${word.text} requires a text field, and ${name} is not one`)
    const written = readText(cursor, name)
    const fold = named.fold || isWord('ILIKE', word)
    if (++patterns > cqlLimits.patterns)
      throw fail(written.at, `there are more than ${cqlLimits.patterns} patterns`)
    if (written.text.length > cqlLimits.pattern)
      throw fail(written.at, `a pattern is at most ${cqlLimits.pattern} characters long`)
    const plain = patternOf(written.text)
    const pattern = fold || written.ignoresCase ? foldedPattern(plain) : plain
    if (pattern.filter((part) => typeof part === 'object').length > cqlLimits.wildcards)
      throw fail(written.at, `a pattern can contain at most ${cqlLimits.wildcards} wildcards (% and _)`)
    return { kind: 'like', key: field.key, pattern, fold, ...pathOf(field) }
  }

  const inList = (named: Named<Key>): FilterExpression<Key> => {
    needSign('(', 'after IN')
    const written = [value(named)]
    while (skipSign(',')) written.push(value(named))
    needSign(')', 'after the values of IN')
    const { field, fold } = named
    if (field.kind === 'choice')
      return { kind: 'any', of: written.map((one) => choiceOf(field.choices, one)) }
    if (field.kind === 'attributes')
      return { kind: 'any', of: written.map((one) => compared(named, 'eq', one.value)) }
    return {
      kind: 'in',
      key: field.key,
      values: written.map((one) => one.value),
      ...(fold && { fold }),
    }
  }

  const between = (named: Named<Key>, word: Token): FilterExpression<Key> => {
    const { field, name } = named
    if (field.kind !== 'number' && field.kind !== 'time')
      throw fail(word.at, `BETWEEN requires a number or time field, and ${name} is neither`)
    const low = value(named).value
    if (!skipWord('AND')) throw expected('AND between the two values of BETWEEN')
    return { kind: 'between', key: field.key, low, high: value(named).value }
  }

  const isNull = ({ field }: Named<Key>): FilterExpression<Key> => {
    const negated = skipWord('NOT')
    if (!skipWord('NULL')) throw expected('NULL')
    return not(
      negated,
      field.kind === 'choice'
        ? { kind: 'any', of: [] }
        : { kind: 'isNull', key: field.key, ...pathOf(field) },
    )
  }

  const condition = (): FilterExpression<Key> => {
    if (++conditions > cqlLimits.conditions)
      throw fail(peek().at, `there are more than ${cqlLimits.conditions} conditions`)
    const named = fieldNamed()
    if (peek().kind === 'sign' && comparisons[peek().text]) return comparison(named, take())
    if (skipWord('IS')) return isNull(named)
    const negated = skipWord('NOT')
    if (isWord('LIKE') || isWord('ILIKE')) return not(negated, like(named, take()))
    if (skipWord('IN')) return not(negated, inList(named))
    if (isWord('BETWEEN')) return not(negated, between(named, take()))
    throw expected(negated ? 'LIKE, IN or BETWEEN' : 'a comparison, [NOT] LIKE, IN, BETWEEN or IS NULL')
  }

  const deeper = (depth: number): number => {
    if (depth >= cqlLimits.depth) throw fail(peek().at, `it is nested deeper than ${cqlLimits.depth} levels`)
    return depth + 1
  }

  const factor = (depth: number): FilterExpression<Key> => {
    if (skipWord('NOT')) return { kind: 'not', of: factor(deeper(depth)) }
    if (!skipSign('(')) return condition()
    const inside = anyOf(deeper(depth))
    needSign(')', 'or AND or OR')
    return inside
  }

  const joined = (
    kind: 'all' | 'any',
    word: string,
    part: () => FilterExpression<Key>,
  ): FilterExpression<Key> => {
    const first = part()
    const of = [first]
    while (skipWord(word)) of.push(part())
    return of.length === 1 ? first : { kind, of }
  }
  const anyOf = (depth: number): FilterExpression<Key> =>
    joined('any', 'OR', () => joined('all', 'AND', () => factor(depth)))

  const whole = anyOf(0)
  if (peek().kind !== 'end') throw expected('AND, OR or the end')
  return whole
}
