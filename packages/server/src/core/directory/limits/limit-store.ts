import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Limit, RegisteredLimit } from './limit.ts'

export type RegisteredLimitFilterKey = 'id' | 'service_id' | 'region_id' | 'resource_name'
export type LimitFilterKey = RegisteredLimitFilterKey | 'project_id' | 'domain_id'

type Change<T, K extends keyof T> = { readonly [P in K]?: T[P] | undefined }

export type RegisteredLimitStore = {
  /** Rejects with `conflict` when a resource has one for the service and region, `invalid` for an unknown service or region. */
  insertMany(limits: readonly RegisteredLimit[]): Promise<void>
  get(id: string): Promise<RegisteredLimit | undefined>
  list(query: ListQuery<RegisteredLimitFilterKey>): Promise<Slice<RegisteredLimit>>
  /** Those of any of the services with any of the names. */
  named(serviceIds: readonly string[], resourceNames: readonly string[]): Promise<readonly RegisteredLimit[]>
  /** Undefined when there is none. Rejects as `insertMany`. */
  update(
    id: string,
    change: Change<
      RegisteredLimit,
      'serviceId' | 'regionId' | 'resourceName' | 'defaultLimit' | 'description'
    >,
  ): Promise<RegisteredLimit | undefined>
  /** Rejects with `failed_precondition` while a limit refers to it. */
  delete(id: string): Promise<boolean>
  /** Whether a limit refers to it. */
  isUsed(id: string): Promise<boolean>
}

/** The limits of a domain and the projects in it, or of one project. */
export type LimitReach = { readonly domainId: string } | { readonly projectId: string }

export type LimitStore = {
  /** Rejects with `conflict` when a project or domain has one for the resource, `not_found` when one of them is gone. */
  insertMany(limits: readonly Limit[]): Promise<void>
  get(id: string): Promise<Limit | undefined>
  list(query: ListQuery<LimitFilterKey> & { readonly reach?: LimitReach | undefined }): Promise<Slice<Limit>>
  /** The limits of these projects and domains, ordered by id. */
  ofAll(ids: readonly string[]): Promise<readonly Limit[]>
  /** The value for a project or domain; undefined: it has no limit. */
  valueFor(registeredLimitId: string, projectOrDomainId: string): Promise<number | undefined>
  /** The highest value, -1 above all, of the projects in a domain or directly below a project; undefined: there is none. */
  highestBelow(registeredLimitId: string, above: LimitReach): Promise<number | undefined>
  /** Ids of projects more than two levels below their domain, in order, at most `limit`. */
  tooDeep(limit: number): Promise<readonly string[]>
  /** Undefined when there is none. */
  update(id: string, change: Change<Limit, 'resourceLimit' | 'description'>): Promise<Limit | undefined>
  delete(id: string): Promise<boolean>
}
