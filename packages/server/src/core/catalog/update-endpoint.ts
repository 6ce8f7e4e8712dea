import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Endpoint } from './catalog.ts'
import { cleanEndpointUrl } from './catalog-text.ts'
import { checkService, type EndpointRegion, settleRegion } from './endpoint-place.ts'
import { theEndpoint } from './get-endpoint.ts'
import { shownEndpoint } from './shown-endpoint.ts'

export type UpdateEndpoint = {
  readonly id: string
  readonly serviceId?: string | undefined
  readonly interface?: Endpoint['interface'] | undefined
  readonly url?: string | undefined
  readonly region?: EndpointRegion | undefined
  readonly enabled?: boolean | undefined
  /** Merged by top-level name. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Refuses `invalid` for a service or a region that does not exist. The URL that readers see is the one that is there
 * already: its placeholder stays.
 */
export const updateEndpoint = command({
  rule: 'identity:update_endpoint',
  apply: async (input: UpdateEndpoint, at): Promise<Endpoint> => {
    const { stores, record } = at
    const before = await theEndpoint(input.id, { stores })
    const isAsShown = input.url === shownEndpoint(before, at).url
    if (input.serviceId !== undefined) await checkService(input.serviceId, { stores })
    const updated = await stores.endpoints.update(input.id, {
      serviceId: input.serviceId,
      regionId: input.region && (await settleRegion(input.region, { stores, record })),
      interface: input.interface,
      url: input.url === undefined || isAsShown ? undefined : cleanEndpointUrl(input.url),
      enabled: input.enabled,
      extra: input.extra && { ...before.extra, ...input.extra },
    })
    if (!updated) throw notFound('endpoint', input.id)
    record({
      kind: 'endpoint.updated',
      subject: { type: 'endpoint', id: input.id },
      touches: ['catalog'],
      detail: { fields: Object.keys(input).filter((key) => key !== 'id') },
    })
    return shownEndpoint(updated, at)
  },
})
