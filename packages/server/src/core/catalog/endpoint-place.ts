import type { Applying } from '../operation.ts'
import { refuse } from '../refusal.ts'
import { cleanRegionId } from './catalog-text.ts'

/** Which region an endpoint is in: one that exists, or one by name that is made when it is missing. */
export type EndpointRegion = { readonly id: string | null; readonly make?: boolean | undefined }

const unknown = (noun: string, id: string) =>
  refuse('invalid', `${noun}_unknown`, `The ${noun} of the endpoint does not exist: ${id.slice(0, 255)}.`, {
    field: `${noun}_id`,
  })

/** Refuses `invalid` for a service that does not exist. */
export const checkService = async (id: string, { stores }: Pick<Applying, 'stores'>): Promise<void> => {
  if (!(await stores.services.get(id))) throw unknown('service', id)
}

/** The id of the region, which exists afterwards. Refuses `invalid` when it does not and may not be made. */
export const settleRegion = async (
  { id, make = false }: EndpointRegion,
  { stores, record }: Pick<Applying, 'stores' | 'record'>,
): Promise<string | null> => {
  if (id === null) return null
  if (!make) {
    if (!(await stores.regions.get(id))) throw unknown('region', id)
    return id
  }
  if (id === '') throw unknown('region', id)
  cleanRegionId('region', id)
  if (await stores.regions.insertMissing({ id, description: '', parentId: null, extra: {} }))
    record({ kind: 'region.created', subject: { type: 'region', id }, touches: ['catalog'] })
  return id
}
