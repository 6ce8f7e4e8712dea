import { command } from '../../kernel/operation.ts'
import { normalizeBlob, normalizePolicyType, type Policy } from './policy.ts'

export type CreatePolicy = {
  readonly type: string
  readonly blob: string
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

export const createPolicy = command({
  rule: 'identity:create_policy',
  isolation: 'read committed',
  apply: async (input: CreatePolicy, { stores, ports, record }): Promise<Policy> => {
    const policy = await stores.policies.insert({
      id: ports.newId(),
      type: normalizePolicyType(input.type),
      blob: normalizeBlob(input.blob),
      extra: input.extra ?? {},
    })
    record({ kind: 'policy.created', subject: { type: 'policy', id: policy.id } })
    return policy
  },
})
