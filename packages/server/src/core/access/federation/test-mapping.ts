import { assertMayFederate } from '../../directory/federated-users/assert-may-federate.ts'
import { query } from '../../kernel/operation.ts'
import type { Assertion } from './mapping/apply-mapping.ts'
import { readMappingRules } from './mapping/read-mapping-rules.ts'
import { type MappingTrace, traceMapping } from './mapping/trace-mapping.ts'
import { readSchemaVersion } from './mappings.ts'

export type TestMapping = {
  readonly rules: readonly unknown[]
  /** Absent, null or empty: 1.0, as for a mapping. */
  readonly schemaVersion?: string | null | undefined
  readonly assertion: Assertion
}

/**
 * What rules make of an assertion, for those who may write them. Nothing is stored or looked up. Rejects with `invalid`
 * for rules that `createMapping` would reject.
 */
export const testMapping = query({
  rule: 'identity:create_mapping',
  read: async ({ rules, schemaVersion, assertion }: TestMapping, _found, at): Promise<MappingTrace> => {
    assertMayFederate(at)
    const version = readSchemaVersion(schemaVersion || '1.0')
    return traceMapping(
      readMappingRules({ schemaVersion: version, rules }, at.ports.compilePattern),
      assertion,
    )
  },
})
