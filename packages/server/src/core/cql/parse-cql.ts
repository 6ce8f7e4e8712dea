import type { Condition, Scalar } from '../finding/condition.ts'
import { cqlError } from './cql-error.ts'
import type { CqlField, CqlFields } from './fields.ts'
import { momentOf } from './moment.ts'
import { patternOf } from './pattern.ts'
import { cqlTokens, type Token } from './tokens.ts'

/** Enough for what people and programs ask, and little enough for any database. */
export const cqlLimits = { length: 8192, depth: 32, conditions: 100, values: 1000, wildcards: 10 } as const

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

const unstorable = /\0|\p{Cs}/u

const shown = ({ kind, text }: Token): string =>
  kind === 'end' ? 'the end' : kind === 'text' ? 'a text' : JSON.stringify(text.slice(0, 40))

type Named<Key extends string> = {
  readonly field: CqlField<Key>
  readonly name: string
  /** Written as CASEI(name). */
  readonly fold: boolean
  readonly at: number
}

/** What is written for a field, with its meaning for that field; `fold`: written as CASEI('…'). */
type Written = { readonly value: Scalar; readonly at: number }

/**
 * Reads CQL2 text (OGC 21-065r2) over a closed table of fields: comparisons of a field with a value, [I]LIKE, IN,
 * BETWEEN, IS NULL, their negations, AND, OR, NOT, parentheses, CASEI, DATE and TIMESTAMP. A plain text is
 * a moment too where the field is one. Takes time in proportion to the length, whatever is in it (T75). Refuses
 * `invalid` (`filter_invalid`) with the place and what was expected there; `parameter` is what clients call it.
 */
export const parseCql = <Key extends string>(
  source: string,
  fields: CqlFields<Key>,
  parameter = 'filter',
): Condition<Key> => {
  if (source.length > cqlLimits.length)
    throw cqlError(parameter, cqlLimits.length, `it is longer than ${cqlLimits.length} characters`)
  const tokens = cqlTokens(source)
  if ('wrong' in tokens) throw cqlError(parameter, tokens.at, tokens.wrong)
  let next = 0
  let conditions = 0
  let values = 0

  const peek = (): Token => tokens[next] as Token
  const take = (): Token => tokens[next++] as Token
  const fail = (at: number, wrong: string) => cqlError(parameter, at, wrong)
  const expected = (what: string) => fail(peek().at, `expected ${what}, found ${shown(peek())}`)
  const isWord = (text: string, token = peek()) => token.kind === 'word' && token.text.toUpperCase() === text
  const isSign = (text: string) => peek().kind === 'sign' && peek().text === text
  const skipWord = (text: string) => isWord(text) && take() !== undefined
  const skipSign = (text: string) => isSign(text) && take() !== undefined
  const needSign = (text: string, where: string) => {
    if (!skipSign(text)) throw expected(`"${text}" ${where}`)
  }

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
    const field = Object.hasOwn(fields, token.text) ? fields[token.text] : undefined
    if (!field)
      throw fail(
        token.at,
        `there is no field ${shown(token)}; there are ${Object.keys(fields).sort().join(', ')}`,
      )
    if (fold && field.kind !== 'text') throw fail(token.at, `CASEI takes a text, and ${shown(token)} is none`)
    if (fold) needSign(')', 'after the field of CASEI')
    return { field, name: token.text, fold, at: token.at }
  }

  const quoted = (what: string): Token => {
    if (peek().kind !== 'text') throw expected(what)
    const token = take()
    if (unstorable.test(token.text)) throw fail(token.at, 'a text must not hold NUL or broken characters')
    return token
  }

  /** `DATE('…')`, `TIMESTAMP('…')` or a plain text. */
  const moment = (name: string): Written => {
    const wrapped = isWord('DATE') || isWord('TIMESTAMP') ? take() : undefined
    if (wrapped) needSign('(', `after ${wrapped.text}`)
    const token = quoted(`a time for ${name}, as '2026-01-31' or TIMESTAMP('2026-01-31T12:00:00Z')`)
    const value = momentOf(token.text)
    const misfit = wrapped && isWord('DATE', wrapped) !== token.text.length <= 10
    if (value === undefined || misfit)
      throw fail(token.at, `expected a ${wrapped?.text.toLowerCase() ?? 'date or time'} in ISO 8601`)
    if (wrapped) needSign(')', `after the text of ${wrapped.text}`)
    return { value, at: token.at }
  }

  const text = (name: string): Written => {
    const fold = skipWord('CASEI')
    if (fold) needSign('(', 'after CASEI')
    const token = quoted(`a text for ${name}, in apostrophes`)
    if (fold) needSign(')', 'after the text of CASEI')
    return { value: fold ? token.text.toLowerCase() : token.text, at: token.at }
  }

  const readValue = ({ field, name }: Named<Key>): Written => {
    if (++values > cqlLimits.values) throw fail(peek().at, `there are more than ${cqlLimits.values} values`)
    const { at, kind } = peek()
    switch (field.kind) {
      case 'time':
        return moment(name)
      case 'number': {
        if (kind !== 'number') throw expected(`a whole number for ${name}`)
        const value = Number(take().text)
        if (!Number.isSafeInteger(value)) throw fail(at, `expected a whole number of at most 15 digits`)
        return { value, at }
      }
      case 'boolean': {
        const value = isWord('TRUE')
        if (!value && !isWord('FALSE')) throw expected(`TRUE or FALSE for ${name}`)
        take()
        return { value, at }
      }
      default:
        return text(name)
    }
  }

  const chosen = (choices: Readonly<Record<string, Condition<Key>>>, { value, at }: Written) => {
    const choice = Object.hasOwn(choices, String(value)) ? choices[String(value)] : undefined
    if (!choice) throw fail(at, `expected one of ${Object.keys(choices).join(', ')}`)
    return choice
  }

  const not = (negated: boolean, of: Condition<Key>): Condition<Key> => (negated ? { kind: 'not', of } : of)

  const comparison = (named: Named<Key>, sign: Token): Condition<Key> => {
    const op = comparisons[sign.text]
    const { field, name, fold } = named
    if (!op) throw fail(sign.at, 'expected a comparison')
    if ((field.kind === 'boolean' || field.kind === 'choice') && op !== 'eq' && op !== 'neq')
      throw fail(sign.at, `${name} is compared with = and <> alone`)
    const written = readValue(named)
    if (field.kind === 'choice') return not(op === 'neq', chosen(field.choices, written))
    return { kind: 'compare', key: field.key, op, value: written.value, ...(fold && { fold }) }
  }

  const like = (named: Named<Key>, word: Token): Condition<Key> => {
    const { field, name } = named
    if (field.kind !== 'text') throw fail(word.at, `${word.text} takes a text, and ${name} is none`)
    const written = text(name)
    const fold = named.fold || isWord('ILIKE', word)
    const pattern = patternOf(fold ? String(written.value).toLowerCase() : String(written.value))
    if (pattern.filter((part) => typeof part === 'object').length > cqlLimits.wildcards)
      throw fail(written.at, `a pattern has at most ${cqlLimits.wildcards} of % and _`)
    return { kind: 'like', key: field.key, pattern, fold }
  }

  const inList = (named: Named<Key>): Condition<Key> => {
    needSign('(', 'after IN')
    const written = [readValue(named)]
    while (skipSign(',')) written.push(readValue(named))
    needSign(')', 'after the values of IN')
    const { field, fold } = named
    if (field.kind === 'choice') return { kind: 'any', of: written.map((one) => chosen(field.choices, one)) }
    return {
      kind: 'among',
      key: field.key,
      values: written.map(({ value }) => value),
      ...(fold && { fold }),
    }
  }

  const between = (named: Named<Key>, word: Token): Condition<Key> => {
    const { field, name } = named
    if (field.kind !== 'number' && field.kind !== 'time')
      throw fail(word.at, `BETWEEN takes numbers and times, and ${name} is neither`)
    const low = readValue(named).value
    if (!skipWord('AND')) throw expected('AND between the two values of BETWEEN')
    return { kind: 'between', key: field.key, low, high: readValue(named).value }
  }

  const isNull = ({ field }: Named<Key>): Condition<Key> => {
    const negated = skipWord('NOT')
    if (!skipWord('NULL')) throw expected('NULL')
    return not(
      negated,
      field.kind === 'choice' ? { kind: 'any', of: [] } : { kind: 'absent', key: field.key },
    )
  }

  const condition = (): Condition<Key> => {
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

  const factor = (depth: number): Condition<Key> => {
    if (skipWord('NOT')) return { kind: 'not', of: factor(deeper(depth)) }
    if (!skipSign('(')) return condition()
    const inside = anyOf(deeper(depth))
    needSign(')', 'or AND or OR')
    return inside
  }

  const joined = (kind: 'all' | 'any', word: string, part: () => Condition<Key>): Condition<Key> => {
    const first = part()
    const of = [first]
    while (skipWord(word)) of.push(part())
    return of.length === 1 ? first : { kind, of }
  }
  const anyOf = (depth: number): Condition<Key> =>
    joined('any', 'OR', () => joined('all', 'AND', () => factor(depth)))

  const whole = anyOf(0)
  if (peek().kind !== 'end') throw expected('AND, OR or the end')
  return whole
}
