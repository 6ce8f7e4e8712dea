import type { PatternPart } from '../filters/filter-expression.ts'
import { fold } from '../text.ts'

/**
 * Parses a LIKE pattern: `%` matches any text, `_` any one character, and a backslash escapes the next character.
 */
export const patternOf = (text: string): readonly PatternPart[] => {
  const parts: PatternPart[] = []
  let literal = ''
  const addWildcard = (any: 'one' | 'many') => {
    if (literal !== '') parts.push(literal)
    literal = ''
    const last = parts.at(-1)
    if (any === 'many' && typeof last === 'object' && last.any === 'many') return
    parts.push({ any })
  }
  const letters = [...text]
  for (let i = 0; i < letters.length; i++) {
    const character = letters[i]
    if (character === '%') addWildcard('many')
    else if (character === '_') addWildcard('one')
    else if (character === '\\' && i + 1 < letters.length) literal += letters[++i]
    else literal += character
  }
  return literal === '' ? parts : [...parts, literal]
}

/** The pattern for case-folded text. Folding before parsing would turn characters such as the fullwidth `％` into wildcards. */
export const foldedPattern = (parts: readonly PatternPart[]): readonly PatternPart[] =>
  parts.map((part) => (typeof part === 'string' ? fold(part) : part))
