import { command } from '../../kernel/operation.ts'
import type { Endpoint } from './catalog.ts'
import { checkTemplate, normalizeEndpointUrl } from './catalog-text.ts'
import { checkService, type EndpointRegion, ensureRegion } from './endpoint-place.ts'
import { withResolvedUrl } from './shown-endpoint.ts'

export type CreateEndpoint = {
  readonly serviceId: string
  readonly interface: Endpoint['interface']
  readonly url: string
  readonly region?: EndpointRegion | undefined
  readonly enabled?: boolean | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/** Rejects with `invalid` for a malformed URL and for a service or region that does not exist. */
export const createEndpoint = command({
  rule: 'identity:create_endpoint',
  isolation: 'read committed',
  apply: async (input: CreateEndpoint, at): Promise<Endpoint> => {
    const { stores, ports, record } = at
    const url = normalizeEndpointUrl(input.url)
    checkTemplate(url)
    await checkService(input.serviceId, { stores })
    const endpoint = await stores.endpoints.insert({
      id: ports.newId(),
      serviceId: input.serviceId,
      regionId: input.region ? await ensureRegion(input.region, { stores, record }) : null,
      interface: input.interface,
      url,
      enabled: input.enabled ?? true,
      extra: input.extra ?? {},
    })
    record({
      kind: 'endpoint.created',
      subject: { type: 'endpoint', id: endpoint.id },
      invalidates: ['catalog'],
      detail: { serviceId: endpoint.serviceId, regionId: endpoint.regionId },
    })
    return withResolvedUrl(endpoint, at)
  },
})
