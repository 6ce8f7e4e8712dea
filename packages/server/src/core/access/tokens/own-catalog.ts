import type { CatalogEntry } from '../../directory/catalog/catalog.ts'
import { catalogFor } from '../../directory/catalog/render-catalog.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'

/** The catalog of the caller's token. Only project-scoped tokens have one (keystone.md section 6.7). */
export const ownCatalog = query({
  rule: 'identity:get_auth_catalog',
  read: async (_input: object, _found, { caller, stores, ports }): Promise<readonly CatalogEntry[]> => {
    if (caller.kind !== 'known' || caller.scope.kind !== 'project')
      throw domainError(
        'failed_precondition',
        'catalog_needs_project',
        'A project-scoped token is required to produce a service catalog.',
      )
    const { userId, scope } = caller
    return catalogFor({ userId, projectId: scope.projectId }, { stores, ports })
  },
})
