import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import {
  type NewRegisteredLimit,
  normalizeLimitDescription,
  normalizeResourceName,
} from './create-registered-limits.ts'
import type { RegisteredLimit } from './limit.ts'
import { checkPlaces } from './limit-places.ts'
import { assertUnused, requireRegisteredLimit } from './registered-limits.ts'

export type UpdateRegisteredLimit = { readonly id: string } & {
  readonly [K in keyof NewRegisteredLimit]?: NewRegisteredLimit[K] | undefined
}

/** Rejects with `failed_precondition` while a limit refers to it, otherwise as `createRegisteredLimits`. */
export const updateRegisteredLimit = command({
  rule: 'identity:update_registered_limit',
  load: ({ id }: UpdateRegisteredLimit, at) => requireRegisteredLimit(id, at),
  apply: async (input: UpdateRegisteredLimit, { stores, record }): Promise<RegisteredLimit> => {
    const { id, serviceId, regionId, resourceName, defaultLimit, description } = input
    await checkPlaces([{ serviceId, regionId }], { stores })
    await assertUnused(id, { stores })
    const updated = await stores.registeredLimits.update(id, {
      serviceId,
      regionId,
      resourceName: resourceName === undefined ? undefined : normalizeResourceName(resourceName),
      defaultLimit,
      description: normalizeLimitDescription(description),
    })
    if (!updated) throw notFound('registered_limit', id)
    record({
      kind: 'registered_limit.updated',
      subject: { type: 'registered_limit', id },
      detail: { fields: Object.keys(input).filter((key) => key !== 'id') },
    })
    return updated
  },
})
