import type { mappings as contract } from '@muster/contract/native/mappings.ts'
import type { MappingTrace } from '../../core/access/federation/mapping/trace-mapping.ts'
import { testMapping } from '../../core/access/federation/test-mapping.ts'
import type { NativeHandlers } from './request-context.ts'

const showTrace = ({ rules, identity, userRule, failure }: MappingTrace) => ({
  user: identity?.user ?? null,
  group_ids: [...(identity?.groupIds ?? [])],
  groups: [...(identity?.groupNames ?? [])],
  projects: (identity?.projects ?? []).map((project) => ({ ...project, roles: [...project.roles] })),
  rules: rules.map((rule) => ({
    matches: rule.matches,
    unmet_attribute: rule.matches ? null : rule.attribute,
    attribute_present: rule.matches ? null : rule.present,
  })),
  user_rule: userRule ?? null,
  failure: failure ?? null,
})

export const mappings = {
  async testMapping({ body }, context) {
    const assertion = Object.fromEntries(
      Object.entries(body.assertion).map(([name, value]) => [name, [value].flat()]),
    )
    const trace = await context.run(testMapping, {
      rules: body.rules,
      schemaVersion: body.schema_version,
      assertion,
    })
    return { status: 200, body: showTrace(trace) }
  },
} satisfies NativeHandlers<typeof contract>
