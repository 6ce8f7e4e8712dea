import type { CatalogEntry, Endpoint, Service } from './catalog.ts'
import { resolveUrl } from './url-template.ts'

export type Substitutions = {
  readonly publicUrl: string
  readonly userId: string
  /** Undefined for the system and for domains: endpoints that need a project are left out. */
  readonly projectId: string | undefined
}

/**
 * The catalog of one token (keystone.md section 6.7): an endpoint whose template cannot be resolved is left out, a
 * service without endpoints stays. `compute_host` never has a value, as in Keystone.
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
      const url = resolveUrl(endpoint.url, values)
      if (url === undefined) return []
      const { id, regionId, extra } = endpoint
      return [{ ...extra, id, interface: endpoint.interface, region: regionId, region_id: regionId, url }]
    }),
  }))
}
