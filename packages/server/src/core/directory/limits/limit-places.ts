import { domainError } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'

type Place = { readonly serviceId?: string | undefined; readonly regionId?: string | null | undefined }

const firstMissing = async (
  ids: readonly (string | null | undefined)[],
  getMany: (ids: readonly string[]) => Promise<readonly { readonly id: string }[]>,
): Promise<string | undefined> => {
  const wanted = [...new Set(ids.filter((id) => typeof id === 'string'))]
  const found = new Set((await getMany(wanted)).map(({ id }) => id))
  return wanted.find((id) => !found.has(id))
}

/** Rejects with `invalid` for a service or region that does not exist. */
export const checkPlaces = async (
  places: readonly Place[],
  { stores }: Pick<CommandContext, 'stores'>,
): Promise<void> => {
  const service = await firstMissing(
    places.map(({ serviceId }) => serviceId),
    stores.services.getMany,
  )
  if (service !== undefined)
    throw domainError('invalid', 'service_unknown', `Could not find service: ${service.slice(0, 255)}.`, {
      field: 'service_id',
    })
  const region = await firstMissing(
    places.map(({ regionId }) => regionId),
    stores.regions.getMany,
  )
  if (region !== undefined)
    throw domainError('invalid', 'region_unknown', `Could not find region: ${region.slice(0, 255)}.`, {
      field: 'region_id',
    })
}
