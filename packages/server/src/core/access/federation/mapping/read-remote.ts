import { domainError } from '../../../kernel/domain-error.ts'
import type { CompiledPattern, CompilePattern } from '../../../kernel/ports.ts'
import { readItems, readObject, readText, rejectAt } from './mapping-input.ts'
import { maxPatternLength, maxPatternSize, maxPatterns } from './mapping-limits.ts'
import type { ListedValues, Requirement } from './mapping-rules.ts'

const conditions = ['any_one_of', 'not_any_of', 'blacklist', 'whitelist'] as const

/** Compiles the patterns of one mapping, within its limits. */
export type PatternReader = (path: string, pattern: string) => CompiledPattern

export const patternReader = (compile: CompilePattern): PatternReader => {
  let patterns = 0
  let size = 0
  return (path, pattern) => {
    patterns += 1
    if (patterns > maxPatterns)
      return rejectAt(path, `is one of more than ${maxPatterns} regular expressions.`)
    if (pattern.length > maxPatternLength)
      return rejectAt(path, `must have at most ${maxPatternLength} characters.`)
    const compiled = compile(pattern)
    if ('problem' in compiled)
      throw domainError('invalid', 'pattern_unsupported', `${path} ${compiled.problem}`, { field: path })
    size += compiled.size
    if (size > maxPatternSize)
      return rejectAt(path, 'makes the regular expressions of the mapping too large.')
    return compiled
  }
}

const readListed = (
  path: string,
  input: unknown,
  isRegex: boolean,
  readPattern: PatternReader,
): ListedValues => {
  const values = readItems(path, input).map((value, at) => readText(`${path}[${at}]`, value))
  return isRegex
    ? { patterns: values.map((value, at) => readPattern(`${path}[${at}]`, value)) }
    : { exact: new Set(values) }
}

const readRequirement = (path: string, input: unknown, readPattern: PatternReader): Requirement => {
  const requirement = readObject(path, input, ['type', 'regex', ...conditions])
  const type = readText(`${path}.type`, requirement['type'])
  const [condition, second] = conditions.filter((name) => requirement[name] !== undefined)
  if (second !== undefined) return rejectAt(path, `must have only one of ${condition} and ${second}.`)
  const regex = requirement['regex']
  if (condition === undefined) {
    if (regex !== undefined) return rejectAt(`${path}.regex`, `needs one of ${conditions.join(', ')}.`)
    return { type, condition: 'present' }
  }
  if (regex !== undefined && typeof regex !== 'boolean')
    return rejectAt(`${path}.regex`, 'must be a boolean.')
  const listed = readListed(`${path}.${condition}`, requirement[condition], regex === true, readPattern)
  return { type, condition, listed }
}

/** Reads the conditions of a rule. */
export const readRemote = (
  path: string,
  input: unknown,
  readPattern: PatternReader,
): readonly Requirement[] => {
  const items = readItems(path, input)
  if (items.length === 0) return rejectAt(path, 'must have at least one condition.')
  return items.map((item, at) => readRequirement(`${path}[${at}]`, item, readPattern))
}

/** Whether `{n}` can refer to the values of the requirement. */
export const feedsValues = ({ condition }: Requirement): boolean =>
  condition !== 'any_one_of' && condition !== 'not_any_of'
