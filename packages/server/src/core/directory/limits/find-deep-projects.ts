import { query } from '../../kernel/operation.ts'

/**
 * Projects that are nested deeper than the model `strict_two_level` allows, which existed before it was set. At most
 * `limit` ids; none in the model `flat`.
 */
export const findDeepProjects = query({
  access: 'operator',
  read: async (
    { limit }: { readonly limit: number },
    _found,
    { stores, ports },
  ): Promise<readonly string[]> =>
    ports.settings.limitModel === 'strict_two_level' ? stores.limits.tooDeep(limit) : [],
})
