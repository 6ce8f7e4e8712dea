import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { requireProject } from '../projects/get-project.ts'
import { normalizeLimitDescription } from './create-registered-limits.ts'
import type { Limit } from './limit.ts'
import { domainOfLimit, requireLimit } from './limits.ts'
import { requireRegisteredLimit } from './registered-limits.ts'
import { assertFitsTree } from './strict-two-level.ts'

export type UpdateLimit = {
  readonly id: string
  readonly resourceLimit?: number | undefined
  readonly description?: string | null | undefined
}

/** Rejects with `failed_precondition` for a value that the enforcement model does not allow. */
export const updateLimit = command({
  rule: 'identity:update_limit',
  load: ({ id }: UpdateLimit, at) => requireLimit(id, at),
  apply: async (input: UpdateLimit, { stores, ports, record }): Promise<Limit> => {
    const { id, resourceLimit, description } = input
    const limit = await stores.limits.update(id, {
      resourceLimit,
      description: normalizeLimitDescription(description),
    })
    if (!limit) throw notFound('limit', id)
    if (ports.settings.limitModel === 'strict_two_level' && resourceLimit !== undefined) {
      const { projectId, registeredLimitId } = limit
      const parentId = projectId === null ? null : (await requireProject(projectId, { stores })).parentId
      const registered = await requireRegisteredLimit(registeredLimitId, { stores })
      await assertFitsTree({ limit, registered, parentId }, { stores })
    }
    record({
      kind: 'limit.updated',
      subject: { type: 'limit', id },
      domainId: domainOfLimit(limit),
      detail: { fields: Object.keys(input).filter((key) => key !== 'id') },
    })
    return limit
  },
})
