import { command } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import type { RegisteredLimit } from './limit.ts'
import { checkPlaces } from './limit-places.ts'

export type NewRegisteredLimit = {
  readonly serviceId: string
  readonly regionId?: string | null | undefined
  readonly resourceName: string
  readonly defaultLimit: number
  readonly description?: string | null | undefined
}

export const normalizeResourceName = (name: string): string => normalizeText('resource_name', name, 255)

export const normalizeLimitDescription = (
  description: string | null | undefined,
): string | null | undefined =>
  typeof description === 'string' ? normalizeText('description', description, 255) : description

export type CreateRegisteredLimits = { readonly limits: readonly NewRegisteredLimit[] }

/**
 * Creates all or none. Rejects with `invalid` for a service or region that does not exist, `conflict` when the resource
 * has a registered limit for the service and region.
 */
export const createRegisteredLimits = command({
  rule: 'identity:create_registered_limits',
  isolation: 'read committed',
  apply: async (input: CreateRegisteredLimits, { stores, ports, record }) => {
    await checkPlaces(input.limits, { stores })
    const created = input.limits.map(
      (limit): RegisteredLimit => ({
        id: ports.nextId(),
        serviceId: limit.serviceId,
        regionId: limit.regionId ?? null,
        resourceName: normalizeResourceName(limit.resourceName),
        defaultLimit: limit.defaultLimit,
        description: normalizeLimitDescription(limit.description) ?? null,
      }),
    )
    await stores.registeredLimits.insertMany(created)
    for (const { id, serviceId, regionId, resourceName } of created)
      record({
        kind: 'registered_limit.created',
        subject: { type: 'registered_limit', id },
        detail: { serviceId, regionId, resourceName },
      })
    return created
  },
})
