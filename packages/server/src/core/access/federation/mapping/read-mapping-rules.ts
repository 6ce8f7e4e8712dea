import { domainError } from '../../../kernel/domain-error.ts'
import type { CompilePattern } from '../../../kernel/ports.ts'
import type { Mapping, SchemaVersion } from '../mapping.ts'
import { readItems, readObject, rejectAt } from './mapping-input.ts'
import { maxMappingLength } from './mapping-limits.ts'
import type { MappingRule, MappingRules } from './mapping-rules.ts'
import { readLocal } from './read-local.ts'
import { feedsValues, type PatternReader, patternReader, readRemote } from './read-remote.ts'

const readRule = (
  path: string,
  input: unknown,
  version: SchemaVersion,
  readPattern: PatternReader,
): MappingRule => {
  const rule = readObject(path, input, ['local', 'remote'])
  const remote = readRemote(`${path}.remote`, rule['remote'], readPattern)
  const feeds = { count: remote.filter(feedsValues).length }
  const local = readItems(`${path}.local`, rule['local']).map((item, at) =>
    readLocal(`${path}.local[${at}]`, item, version, feeds),
  )
  return { remote, local }
}

/**
 * Checks the rules of a mapping and compiles their patterns. Rejects with `invalid`, naming the path of the mistake. Every
 * mapping passes it before it is stored, and again before it is applied.
 */
export const readMappingRules = (
  { schemaVersion, rules }: Pick<Mapping, 'schemaVersion' | 'rules'>,
  compilePattern: CompilePattern,
): MappingRules => {
  if (JSON.stringify(rules).length > maxMappingLength)
    throw domainError(
      'invalid',
      'mapping_too_large',
      `The rules of a mapping must have at most ${maxMappingLength} characters.`,
      { field: 'rules' },
    )
  const items = readItems('rules', rules)
  if (items.length === 0) return rejectAt('rules', 'must have at least one rule.')
  const readPattern = patternReader(compilePattern)
  return {
    schemaVersion,
    rules: items.map((rule, at) => readRule(`rules[${at}]`, rule, schemaVersion, readPattern)),
  }
}
