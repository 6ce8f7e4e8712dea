import { domainError } from '../../../kernel/domain-error.ts'
import type { CompilePattern } from '../../../kernel/ports.ts'
import type { Mapping } from '../mapping.ts'
import type { MappingRules } from './mapping-rules.ts'

/** Checks the rules of a mapping and compiles their patterns. Rejects with `invalid`, naming the path of the mistake. */
export const readMappingRules = (
  { schemaVersion }: Pick<Mapping, 'schemaVersion' | 'rules'>,
  _compilePattern: CompilePattern,
): MappingRules => {
  throw domainError('invalid', 'mapping_invalid', `Mappings ${schemaVersion} are not read yet.`)
}
