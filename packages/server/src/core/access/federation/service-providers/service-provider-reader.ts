import type { Stores } from '../../../kernel/stores.ts'
import { type CachedReaderParts, makeCachedReader } from '../../cached-reader.ts'
import type { Cached } from '../../tokens/dependency-cache.ts'
import type { ListedServiceProvider } from './service-provider.ts'

/** The enabled service providers, which every token lists: in memory, so that a sign-in needs no further statement. */
export type ServiceProviderReader = { listEnabled(): Promise<readonly ListedServiceProvider[]> }

export type CachedServiceProviders = Cached & { readonly providers: readonly ListedServiceProvider[] }

/** The one entry of the cache. */
const entry = 'enabled'

/** Their changes invalidate `catalog`, which clears the cache. Not for use inside of a transaction. */
export const makeServiceProviderReader = ({
  stores,
  ...parts
}: Pick<CachedReaderParts<CachedServiceProviders>, 'cache' | 'mayUseCache'> & {
  readonly stores: Pick<Stores, 'serviceProviders'>
}): ServiceProviderReader => {
  const lists = makeCachedReader<CachedServiceProviders>({ ...parts, isCurrent: () => true })
  const load = async () => ({
    token: entry,
    dependsOn: [],
    providers: await stores.serviceProviders.listEnabled(),
  })
  return { listEnabled: async () => (await lists.read(entry, load)).providers }
}
