import { type Fail, readCheck } from './read-check.ts'
import { clip, ruleError } from './rule-error.ts'
import type { RuleTree } from './rule-tree.ts'

/** The older list form of the language: alternatives, each a check or a list of checks that must all pass. */
type LegacyRule = readonly (string | readonly string[])[]
export type RuleText = string | LegacyRule

/** Characters. The longest rule of Keystone has about a thousand. */
const maxLength = 65_536
/** Nesting of parentheses and `not`. */
const maxDepth = 50

/**
 * Parses a rule of the oslo.policy language: `not` binds tightest, then `and`, then `or`; an empty rule allows every
 * caller. Where oslo.policy logs an invalid rule and denies, this throws a `RuleError`, since an invalid rule behind a `not`
 * would allow every caller.
 */
export const readRule = (text: RuleText, ruleName: string): RuleTree => {
  const fail: Fail = (message, at) => {
    throw ruleError([{ rule: ruleName, at, message }])
  }
  if (typeof text === 'string') return readText(text, fail)
  if (Array.isArray(text)) return readLegacy(text, fail)
  return fail('a rule must be a text or a list of texts; use "@" to allow every caller, "!" to allow none', 0)
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

/** Parentheses are tokens only at the ends of a word, since `%(user_id)s` contains some. */
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
  // oslo.policy reads `a:b)or(c:d` as one check that never passes.
  if (/[()]/.test(body.replaceAll(/%\([^()]*\)/g, '')))
    fail(`put spaces around the parentheses of "${clip(body)}"`, at)
  return body
}

const readLegacy = (rule: LegacyRule, fail: Fail): RuleTree => {
  if (rule.length === 0) return { kind: 'always' }
  let length = 0
  const check = (text: unknown): RuleTree => {
    if (typeof text !== 'string') return fail('a list must contain only texts or lists of texts', 0)
    length += text.length + 1
    if (length > maxLength) fail(`longer than ${maxLength} characters`, 0)
    return readCheck(text, 0, fail)
  }
  const alternatives = rule
    .filter((inner) => inner.length > 0)
    .map((inner): RuleTree => (Array.isArray(inner) ? { kind: 'and', of: inner.map(check) } : check(inner)))
  return alternatives.length === 0 ? { kind: 'never' } : { kind: 'or', of: alternatives }
}
