import { command } from '../../kernel/operation.ts'
import type { Service } from './catalog.ts'
import { normalizeDescription, normalizeServiceName, normalizeServiceType } from './catalog-text.ts'

export type CreateService = {
  readonly type: string
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  readonly enabled?: boolean | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

export const createService = command({
  rule: 'identity:create_service',
  isolation: 'read committed',
  apply: async (input: CreateService, { stores, ports, record }): Promise<Service> => {
    const service = await stores.services.insert({
      id: ports.newId(),
      type: normalizeServiceType(input.type),
      name: normalizeServiceName(input.name ?? ''),
      description: normalizeDescription(input.description) ?? null,
      enabled: input.enabled ?? true,
      extra: input.extra ?? {},
    })
    record({
      kind: 'service.created',
      subject: { type: 'service', id: service.id },
      invalidates: ['catalog'],
    })
    return service
  },
})
