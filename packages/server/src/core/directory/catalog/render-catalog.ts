import type { BasePorts } from '../../kernel/ports.ts'
import type { Stores } from '../../kernel/stores.ts'
import type { CatalogEntry } from './catalog.ts'
import type { Catalog } from './catalog-store.ts'
import { resolveUrl } from './url-template.ts'

export type Substitutions = {
  readonly publicUrl: string
  readonly userId: string
  /** Undefined for the system and for domains: endpoints that need a project are left out. */
  readonly projectId: string | undefined
}

type Catalogs = {
  readonly stores: Pick<Stores, 'catalog'>
  readonly ports: Pick<BasePorts, 'publicUrl' | 'settings'>
}

/** The catalog of a token: that of its project, with resolved URLs (keystone.md section 6.7). */
export const catalogFor = async (
  { userId, projectId }: { readonly userId: string; readonly projectId: string | undefined },
  { stores, ports }: Catalogs,
): Promise<readonly CatalogEntry[]> => {
  const catalog = await stores.catalog.read(projectId)
  if (!catalog.isFiltered && !ports.settings.returnAllEndpointsIfNoFilter) return []
  return renderCatalog(catalog, { publicUrl: ports.publicUrl(), userId, projectId })
}

/**
 * An endpoint whose template cannot be resolved is left out. A service without endpoints stays, except in a filtered
 * catalog. `compute_host` never has a value, as in Keystone.
 */
export const renderCatalog = (
  { services, isFiltered }: Catalog,
  { publicUrl, userId, projectId }: Substitutions,
): readonly CatalogEntry[] => {
  const values = { tenant_id: projectId, project_id: projectId, user_id: userId, public_endpoint: publicUrl }
  const entries = services.map(({ service, endpoints }) => ({
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
  return isFiltered ? entries.filter(({ endpoints }) => endpoints.length > 0) : entries
}
