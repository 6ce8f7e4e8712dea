import { normalizeLine, normalizeText } from '../../kernel/text.ts'
import type { Endpoint } from '../catalog/catalog.ts'

/** An endpoint belongs to a group when it equals every value; `regionId: null`: it has no region. */
export type EndpointGroupFilters = {
  readonly serviceId?: string | undefined
  readonly regionId?: string | null | undefined
  readonly interface?: Endpoint['interface'] | undefined
}

export type EndpointGroup = {
  readonly id: string
  /** Not unique. */
  readonly name: string
  readonly description: string | null
  readonly filters: EndpointGroupFilters
}

export const normalizeGroupName = (name: string): string => normalizeLine('endpoint group', name, 255)

/** Ids that exist nowhere match no endpoint; text that cannot be stored is `invalid`. */
export const normalizeFilters = ({
  serviceId,
  regionId,
  interface: kind,
}: EndpointGroupFilters): EndpointGroupFilters => ({
  serviceId: serviceId === undefined ? undefined : normalizeText('service_id', serviceId, 255),
  regionId: typeof regionId === 'string' ? normalizeText('region_id', regionId, 255) : regionId,
  interface: kind,
})
