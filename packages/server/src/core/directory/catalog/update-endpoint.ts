import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import type { Endpoint } from './catalog.ts'
import { normalizeEndpointUrl } from './catalog-text.ts'
import { checkService, type EndpointRegion, ensureRegion } from './endpoint-place.ts'
import { requireEndpoint } from './endpoints.ts'
import { withResolvedUrl } from './shown-endpoint.ts'

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
 * Rejects with `invalid` for a service or region that does not exist. A URL equal to the resolved current one counts as
 * unchanged and keeps its placeholder.
 */
export const updateEndpoint = command({
  rule: 'identity:update_endpoint',
  apply: async (input: UpdateEndpoint, at): Promise<Endpoint> => {
    const { stores, record } = at
    const before = await requireEndpoint(input.id, { stores })
    const isUnchanged = input.url === withResolvedUrl(before, at).url
    if (input.serviceId !== undefined) await checkService(input.serviceId, { stores })
    const updated = await stores.endpoints.update(input.id, {
      serviceId: input.serviceId,
      regionId: input.region && (await ensureRegion(input.region, { stores, record })),
      interface: input.interface,
      url: input.url === undefined || isUnchanged ? undefined : normalizeEndpointUrl(input.url),
      enabled: input.enabled,
      extra: input.extra && { ...before.extra, ...input.extra },
    })
    if (!updated) throw notFound('endpoint', input.id)
    record({
      kind: 'endpoint.updated',
      subject: { type: 'endpoint', id: input.id },
      invalidates: ['catalog'],
      detail: { fields: Object.keys(input).filter((key) => key !== 'id') },
    })
    return withResolvedUrl(updated, at)
  },
})
