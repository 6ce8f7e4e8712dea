import type { CatalogEntry, Endpoint, Service } from './catalog.ts'
import { fillUrl } from './url-template.ts'

export type Substitutions = {
  readonly publicUrl: string
  readonly userId: string
  /** Undefined for the system and for domains: endpoints that need a project are left out. */
  readonly projectId: string | undefined
}

/**
 * The catalog one token sees (keystone.md section 6.7): an endpoint whose template cannot be filled is left
 * out, a service without endpoints stays. Nothing has a value for `compute_host` any more, in Keystone neither.
 */
export const renderCatalog = (
  services: readonly { readonly service: Service; readonly endpoints: readonly Endpoint[] }[],
  { publicUrl, userId, projectId }: Substitutions,
): readonly CatalogEntry[] => {
  const values = { tenant_id: projectId, project_id: projectId, user_id: userId, public_endpoint: publicUrl }
  return services.map(({ service, endpoints }) => ({
    id: service.id,
    type: service.type,
    name: service.name,
    endpoints: endpoints.flatMap((endpoint) => {
      const url = fillUrl(endpoint.url, values)
      if (url === undefined) return []
      const { id, regionId, extra } = endpoint
      return [{ ...extra, id, interface: endpoint.interface, region: regionId, region_id: regionId, url }]
    }),
  }))
}
