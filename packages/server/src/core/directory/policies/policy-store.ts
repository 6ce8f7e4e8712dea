import type { ListQuery, Page, Slice } from '../../kernel/paging/list-query.ts'
import type { Endpoint } from '../catalog/catalog.ts'
import type { Policy, PolicyAssociation } from './policy.ts'

export type PolicyFilterKey = 'id' | 'type'

export type PolicyChange = { readonly [K in 'type' | 'blob' | 'extra']?: Policy[K] | undefined }

export type PolicyStore = {
  insert(policy: Policy): Promise<Policy>
  get(id: string): Promise<Policy | undefined>
  list(query: ListQuery<PolicyFilterKey>): Promise<Slice<Policy>>
  /** Undefined when there is none. */
  update(id: string, change: PolicyChange): Promise<Policy | undefined>
  /** Also deletes its associations. */
  delete(id: string): Promise<boolean>
  /** Replaces the policy of the target. Rejects with `not_found` when the policy or the target does not exist. */
  associate(association: PolicyAssociation): Promise<void>
  isAssociated(association: PolicyAssociation): Promise<boolean>
  /** False when the target does not have this policy. */
  dissociate(association: PolicyAssociation): Promise<boolean>
  /** Of the endpoint, and of the service, with or without one of the regions. */
  associationsOf(target: {
    readonly endpointId: string
    readonly serviceId: string
    readonly regionIds: readonly string[]
  }): Promise<readonly PolicyAssociation[]>
  /** Endpoints of all targets of the policy, those of regions below included; each once, ordered by id. */
  endpoints(id: string, page: Page): Promise<Slice<Endpoint>>
}
