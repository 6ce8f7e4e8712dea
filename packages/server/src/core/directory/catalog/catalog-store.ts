import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Endpoint, Region, Service } from './catalog.ts'

export type RegionFilterKey = 'id' | 'parent_region_id' | 'description'
export type ServiceFilterKey = 'id' | 'type' | 'name' | 'enabled'
export type EndpointFilterKey = 'id' | 'interface' | 'service_id' | 'region_id' | 'url' | 'enabled'

type Change<T, K extends keyof T> = { readonly [P in K]?: T[P] | undefined }

export type RegionStore = {
  /** Rejects with `conflict` when the id is taken and `not_found` for an unknown parent. */
  insert(region: Region): Promise<Region>
  /** False, and nothing changed, when a region of that id exists. */
  insertMissing(region: Region): Promise<boolean>
  get(id: string): Promise<Region | undefined>
  /** Those that exist, in no particular order. */
  getMany(ids: readonly string[]): Promise<readonly Region[]>
  list(query: ListQuery<RegionFilterKey>): Promise<Slice<Region>>
  /** Undefined when there is none. Rejects with `not_found` for an unknown parent. */
  update(
    id: string,
    change: Change<Region, 'description' | 'parentId' | 'extra'>,
  ): Promise<Region | undefined>
  /** Also deletes all regions below. Rejects with `failed_precondition` while one of them has endpoints or registered limits. */
  delete(id: string): Promise<boolean>
  /** The region and all regions below it, parents before children. */
  subtreeIds(id: string): Promise<readonly string[]>
  /** The region and the regions above it, nearest first. */
  pathUp(id: string): Promise<readonly string[]>
}

export type ServiceStore = {
  insert(service: Service): Promise<Service>
  get(id: string): Promise<Service | undefined>
  /** Those that exist, in no particular order. */
  getMany(ids: readonly string[]): Promise<readonly Service[]>
  list(query: ListQuery<ServiceFilterKey>): Promise<Slice<Service>>
  update(
    id: string,
    change: Change<Service, 'type' | 'name' | 'description' | 'enabled' | 'extra'>,
  ): Promise<Service | undefined>
  /** Also deletes its endpoints. Rejects with `failed_precondition` while registered limits refer to it. */
  delete(id: string): Promise<boolean>
}

export type EndpointStore = {
  /** Rejects with `invalid` for an unknown service or region. */
  insert(endpoint: Endpoint): Promise<Endpoint>
  get(id: string): Promise<Endpoint | undefined>
  list(query: ListQuery<EndpointFilterKey>): Promise<Slice<Endpoint>>
  /** Undefined when there is none. Rejects with `invalid` for an unknown service or region. */
  update(
    id: string,
    change: Change<Endpoint, 'serviceId' | 'regionId' | 'interface' | 'url' | 'enabled' | 'extra'>,
  ): Promise<Endpoint | undefined>
  delete(id: string): Promise<boolean>
}

/** Enabled services, each with its enabled endpoints, ordered by id. */
export type Catalog = {
  readonly services: readonly { readonly service: Service; readonly endpoints: readonly Endpoint[] }[]
  /** Whether the project has endpoints (keystone.md section 16.4): then only these are included. */
  readonly isFiltered: boolean
}

export type CatalogStore = {
  /** The catalog of a project; undefined: of a domain or the system, which is never filtered. */
  read(projectId: string | undefined): Promise<Catalog>
}
