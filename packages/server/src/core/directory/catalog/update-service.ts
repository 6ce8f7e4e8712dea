import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import type { Service } from './catalog.ts'
import { normalizeDescription, normalizeServiceName, normalizeServiceType } from './catalog-text.ts'
import { requireService } from './services.ts'

export type UpdateService = {
  readonly id: string
  readonly type?: string | undefined
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  /** A service that is not enabled disappears from every catalog, with its endpoints. */
  readonly enabled?: boolean | undefined
  /** Merged by top-level name. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

export const updateService = command({
  rule: 'identity:update_service',
  apply: async (input: UpdateService, { stores, record }): Promise<Service> => {
    const before = await requireService(input.id, { stores })
    const updated = await stores.services.update(input.id, {
      type: input.type === undefined ? undefined : normalizeServiceType(input.type),
      name: input.name === undefined ? undefined : normalizeServiceName(input.name),
      description: normalizeDescription(input.description),
      enabled: input.enabled,
      extra: input.extra && { ...before.extra, ...input.extra },
    })
    if (!updated) throw notFound('service', input.id)
    record({
      kind: 'service.updated',
      subject: { type: 'service', id: input.id },
      invalidates: ['catalog'],
      detail: { fields: Object.keys(input).filter((key) => key !== 'id') },
    })
    return updated
  },
})
