import type { ListQuery, Slice } from '../../../kernel/paging/list-query.ts'
import type { ListedServiceProvider, ServiceProvider } from './service-provider.ts'

export type ServiceProviderFilterKey = 'id' | 'enabled'

export type ServiceProviderChange = {
  readonly [K in Exclude<keyof ServiceProvider, 'id'>]?: ServiceProvider[K] | undefined
}

export type ServiceProviderStore = {
  /** Rejects with `conflict` when the id is taken. */
  insert(provider: ServiceProvider): Promise<ServiceProvider>
  get(id: string): Promise<ServiceProvider | undefined>
  list(query: ListQuery<ServiceProviderFilterKey>): Promise<Slice<ServiceProvider>>
  /** Every enabled one, ordered by id. */
  listEnabled(): Promise<readonly ListedServiceProvider[]>
  /** Undefined when there is none. */
  update(id: string, change: ServiceProviderChange): Promise<ServiceProvider | undefined>
  delete(id: string): Promise<boolean>
}
