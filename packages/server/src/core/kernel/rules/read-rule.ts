import { type Fail, readCheck } from './read-check.ts'
import { clip, ruleError } from './rule-error.ts'
import type { RuleTree } from './rule-tree.ts'

/** The language's older form: a list of alternatives, each one check or a list of checks that all must hold. */
type LegacyRule = readonly (string | readonly string[])[]
export type RuleText = string | LegacyRule

/** Characters. The longest rule of Keystone has about a thousand. */
const maxLength = 65_536
/** Of parentheses and `not` within one another. */
const maxDepth = 50

/**
 * Reads a rule of the oslo.policy language: `not` binds tightest, then `and`, then `or`; an empty rule
 * allows everybody. What oslo.policy would log and take for "nobody" throws a `RuleError` here, since a
 * broken rule behind a `not` would turn into "everybody".
 */
export const readRule = (text: RuleText, ruleName: string): RuleTree => {
  const fail: Fail = (message, at) => {
    throw ruleError([{ rule: ruleName, at, message }])
  }
  if (typeof text === 'string') return readText(text, fail)
  if (Array.isArray(text)) return readLegacy(text, fail)
  return fail('a rule is a text or a list of texts; write "@" to allow everybody, "!" to allow nobody', 0)
}

type Token = {
  readonly kind: '(' | ')' | 'and' | 'or' | 'not' | 'check'
  readonly text: string
  readonly at: number
}

const readText = (text: string, fail: Fail): RuleTree => {
  if (text === '') return { kind: 'always' }
  if (text.length > maxLength) fail(`longer than ${maxLength} characters`, maxLength)
  const tokens = tokensOf(text, fail)
  let next = 0

  const joined = (kind: 'and' | 'or', part: () => RuleTree): RuleTree => {
    const first = part()
    if (tokens[next]?.kind !== kind) return first
    const of = [first]
    while (tokens[next]?.kind === kind) {
      next++
      of.push(part())
    }
    return { kind, of }
  }
  const expression = (depth: number): RuleTree => joined('or', () => joined('and', () => single(depth)))
  const single = (depth: number): RuleTree => {
    const token = tokens[next] ?? fail('ends where a check is expected', text.length)
    if (depth > maxDepth) fail(`nested deeper than ${maxDepth}`, token.at)
    next++
    if (token.kind === 'check') return readCheck(token.text, token.at, fail)
    if (token.kind === 'not') return { kind: 'not', of: single(depth + 1) }
    if (token.kind !== '(') return fail(`"${token.text}" stands where a check is expected`, token.at)
    const inner = expression(depth + 1)
    if (tokens[next]?.kind !== ')') fail('this parenthesis is not closed', token.at)
    next++
    return inner
  }

  const tree = expression(0)
  const rest = tokens[next]
  if (rest?.kind === ')') fail('this parenthesis closes nothing', rest.at)
  if (rest) fail(`"and" or "or" is missing before "${clip(rest.text)}"`, rest.at)
  return tree
}

const words = ['and', 'or', 'not'] as const

/** Parentheses count only at the ends of a word: `%(user_id)s` has its own inside. */
const tokensOf = (text: string, fail: Fail): readonly Token[] => {
  const tokens: Token[] = []
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    let from = 0
    let to = word.length
    while (word[from] === '(') tokens.push({ kind: '(', text: '(', at: index + from++ })
    while (to > from && word[to - 1] === ')') to--
    const body = word.slice(from, to)
    const at = index + from
    const lowered = body.toLowerCase()
    const operator = words.find((known) => known === lowered)
    if (operator) tokens.push({ kind: operator, text: body, at })
    else if (body !== '') tokens.push({ kind: 'check', text: plain(body, at, fail), at })
    for (let close = to; close < word.length; close++)
      tokens.push({ kind: ')', text: ')', at: index + close })
  }
  return tokens
}

const plain = (body: string, at: number, fail: Fail): string => {
  if (/\p{Cc}/u.test(body)) fail('control characters are not allowed', at)
  // oslo.policy takes `a:b)or(c:d` for one check that nobody passes.
  if (/[()]/.test(body.replaceAll(/%\([^()]*\)/g, '')))
    fail(`put spaces around the parentheses of "${clip(body)}"`, at)
  return body
}

const readLegacy = (rule: LegacyRule, fail: Fail): RuleTree => {
  if (rule.length === 0) return { kind: 'always' }
  let length = 0
  const check = (text: unknown): RuleTree => {
    if (typeof text !== 'string') return fail('a list may hold texts, or lists of texts, and nothing else', 0)
    length += text.length + 1
    if (length > maxLength) fail(`longer than ${maxLength} characters`, 0)
    return readCheck(text, 0, fail)
  }
  const alternatives = rule
    .filter((inner) => inner.length > 0)
    .map((inner): RuleTree => (Array.isArray(inner) ? { kind: 'and', of: inner.map(check) } : check(inner)))
  return alternatives.length === 0 ? { kind: 'never' } : { kind: 'or', of: alternatives }
}
