import { attributePaths, isAttributePath } from './attributes.ts'
import { clip } from './rule-error.ts'
import type { Literal, RuleTree } from './rule-tree.ts'
import { readTemplate } from './template.ts'

export type Fail = (message: string, at: number) => never

/** Parses one check: `kind:match`, `@` or `!`. `at` is its offset within the rule's text. */
export const readCheck = (text: string, at: number, fail: Fail): RuleTree => {
  if (text === '@') return { kind: 'always' }
  if (text === '!') return { kind: 'never' }
  const colon = text.indexOf(':')
  if (colon < 0) fail(`"${clip(text)}" is not a check; a check is kind:match, @ or !`, at)
  const kind = text.slice(0, colon)
  const match = text.slice(colon + 1)
  if (match === '') fail(`nothing follows the colon of "${clip(text)}"`, at)
  if (kind === 'rule') return { kind: 'rule', name: match, at }
  if (kind === 'http' || kind === 'https')
    fail(`${kind}: checks are not supported; rules cannot query other servers`, at)

  const template = readTemplate(match, (message, offset) => fail(message, at + colon + 1 + offset))
  if (kind === 'role' || kind === 'roles') return { kind: 'role', match: template }
  if (isAttributePath(kind)) return { kind: 'attribute', path: kind, match: template }
  const value = readLiteral(kind)
  if (value !== undefined) return { kind: 'literal', value, match: template }
  return fail(
    `"${clip(kind)}" is not an attribute of the caller; use role, ${attributePaths.join(', ')} or a literal such as 'text', None, True, 1`,
    at,
  )
}

const wholeNumber = /^(?:0|-?[1-9][0-9]{0,14})$/
const quoted = /^(?:'([^'\\]*)'|"([^"\\]*)")$/

/** The Python literals that rules use in practice. Spellings that Python would normalize are rejected. */
const readLiteral = (kind: string): Literal | undefined => {
  if (kind === 'None') return null
  if (kind === 'True' || kind === 'False' || wholeNumber.test(kind)) return kind
  const text = quoted.exec(kind)
  return text ? (text[1] ?? text[2]) : undefined
}
