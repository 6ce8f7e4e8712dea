import { assertMayFederate } from '../../directory/federated-users/assert-may-federate.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { Page, Slice } from '../../kernel/paging/list-query.ts'
import { normalizeFederationId } from './identity-provider.ts'
import { readMappingRules } from './mapping/read-mapping-rules.ts'
import type { Mapping, SchemaVersion } from './mapping.ts'

/** Fetches a mapping or rejects with `not_found`. */
export const requireMapping = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Mapping> => {
  const mapping = await stores.mappings.find(id)
  if (!mapping) throw notFound('mapping', id)
  return mapping
}

export const getMapping = query({
  rule: 'identity:get_mapping',
  load: ({ id }: { readonly id: string }, at) => requireMapping(id, at),
  read: async (_input, mapping): Promise<Mapping> => mapping,
})

/** Rejects with `not_found` for an unknown marker. */
export const listMappings = query({
  rule: 'identity:list_mappings',
  read: async ({ page }: { readonly page: Page }, _found, { stores }): Promise<Slice<Mapping>> => {
    const { after } = page
    if (after !== undefined && !(await stores.mappings.find(after))) throw notFound('marker', after)
    return stores.mappings.list(page)
  },
})

/** A mapping as a client sends it; a change sends all of it. */
export type MappingInput = {
  readonly id: string
  readonly rules: readonly unknown[]
  /** Absent, null or empty: 1.0, also in a change. */
  readonly schemaVersion?: string | null | undefined
}

/** Rejects with `invalid` for an unknown version. */
export const readSchemaVersion = (version: string): SchemaVersion => {
  if (version === '1.0' || version === '2.0') return version
  throw domainError(
    'invalid',
    'mapping_invalid',
    version === '3.0'
      ? 'schema_version 3.0 is not supported. Write the mapping in version 2.0, without projects_json.'
      : 'schema_version must be 1.0 or 2.0.',
    { field: 'schema_version' },
  )
}

const readMapping = ({ id, rules, schemaVersion }: MappingInput, { ports }: OperationContext): Mapping => {
  const mapping = {
    id: normalizeFederationId(id),
    rules,
    schemaVersion: readSchemaVersion(schemaVersion || '1.0'),
  }
  readMappingRules(mapping, ports.compilePattern)
  return mapping
}

/** Rejects with `conflict` when the id is taken, `invalid` for rules that `readMappingRules` rejects. */
export const createMapping = command({
  rule: 'identity:create_mapping',
  isolation: 'read committed',
  prepare: async (input: MappingInput, _found, at) => readMapping(input, at),
  apply: async (_input: MappingInput, at): Promise<Mapping> => {
    assertMayFederate(at)
    const mapping = await at.stores.mappings.insert(at.prepared)
    at.record({ kind: 'mapping.created', subject: { type: 'mapping', id: mapping.id } })
    return mapping
  },
})

/** Replaces the rules and the version. */
export const updateMapping = command({
  rule: 'identity:update_mapping',
  load: ({ id }: MappingInput, at) => requireMapping(id, at),
  prepare: async (input: MappingInput, _found, at) => readMapping(input, at),
  apply: async ({ id }: MappingInput, at): Promise<Mapping> => {
    assertMayFederate(at)
    const { rules, schemaVersion } = at.prepared
    const updated = await at.stores.mappings.update(id, { rules, schemaVersion })
    if (!updated) throw notFound('mapping', id)
    at.record({
      kind: 'mapping.updated',
      subject: { type: 'mapping', id },
      detail: { fields: ['rules', 'schemaVersion'] },
    })
    return updated
  },
})

/** Protocols that use it stay; a sign-in with them fails. */
export const deleteMapping = command({
  rule: 'identity:delete_mapping',
  load: ({ id }: { readonly id: string }, at) => requireMapping(id, at),
  apply: async ({ id }, at): Promise<void> => {
    assertMayFederate(at)
    if (!(await at.stores.mappings.delete(id))) throw notFound('mapping', id)
    at.record({ kind: 'mapping.deleted', subject: { type: 'mapping', id } })
  },
})
