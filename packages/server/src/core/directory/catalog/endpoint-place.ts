import { domainError } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { normalizeRegionId } from './catalog-text.ts'

/** The region of an endpoint. With `make` a missing region is created. */
export type EndpointRegion = { readonly id: string | null; readonly make?: boolean | undefined }

const unknown = (noun: 'region' | 'service', id: string) =>
  domainError(
    'invalid',
    `${noun}_unknown`,
    `The ${noun} of the endpoint does not exist: ${id.slice(0, 255)}.`,
    {
      field: `${noun}_id`,
    },
  )

/** Rejects with `invalid` for a service that does not exist. */
export const checkService = async (id: string, { stores }: Pick<CommandContext, 'stores'>): Promise<void> => {
  if (!(await stores.services.get(id))) throw unknown('service', id)
}

/** The id of the region, created if `make` is set. Rejects with `invalid` for a missing region otherwise. */
export const ensureRegion = async (
  { id, make = false }: EndpointRegion,
  { stores, record }: Pick<CommandContext, 'stores' | 'record'>,
): Promise<string | null> => {
  if (id === null) return null
  if (!make) {
    if (!(await stores.regions.get(id))) throw unknown('region', id)
    return id
  }
  if (id === '') throw unknown('region', id)
  normalizeRegionId('region', id)
  if (await stores.regions.insertMissing({ id, description: '', parentId: null, extra: {} }))
    record({ kind: 'region.created', subject: { type: 'region', id }, invalidates: ['catalog'] })
  return id
}
