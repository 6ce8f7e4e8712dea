import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import type { CreatePolicy } from './create-policy.ts'
import { requirePolicy } from './policies.ts'
import { normalizeBlob, normalizePolicyType, type Policy } from './policy.ts'

export type UpdatePolicy = { readonly id: string } & {
  readonly [K in keyof CreatePolicy]?: CreatePolicy[K] | undefined
}

/** `extra` is merged by top-level name. */
export const updatePolicy = command({
  rule: 'identity:update_policy',
  apply: async (input: UpdatePolicy, { stores, record }): Promise<Policy> => {
    const before = await requirePolicy(input.id, { stores })
    const updated = await stores.policies.update(input.id, {
      type: input.type === undefined ? undefined : normalizePolicyType(input.type),
      blob: input.blob === undefined ? undefined : normalizeBlob(input.blob),
      extra: input.extra && { ...before.extra, ...input.extra },
    })
    if (!updated) throw notFound('policy', input.id)
    record({
      kind: 'policy.updated',
      subject: { type: 'policy', id: input.id },
      detail: { fields: Object.keys(input).filter((key) => key !== 'id') },
    })
    return updated
  },
})
