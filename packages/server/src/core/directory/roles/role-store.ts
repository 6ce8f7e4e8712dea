import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Implication, Role } from './role.ts'

export type RoleFilterKey = 'id' | 'domain_id' | 'name' | 'description'

export type RoleChange = {
  readonly [K in 'name' | 'description' | 'options' | 'extra' | 'updatedAt']?: Role[K] | undefined
}

export type RoleStore = {
  /** Rejects with `conflict` when the name is taken among the global roles or among those of the domain. */
  insert(role: Role): Promise<Role>
  /** False, and nothing written, when the name is taken as in `insert`. */
  insertUnlessNamed(role: Role): Promise<boolean>
  get(id: string): Promise<Role | undefined>
  getMany(ids: readonly string[]): Promise<readonly Role[]>
  /**
   * All roles of that name: at most one global role and one for each domain. A global role also matches when its name is
   * only equivalent (`kernel/names/name-store.ts`).
   */
  getByName(name: string): Promise<readonly Role[]>
  list(query: ListQuery<RoleFilterKey>): Promise<Slice<Role>>
  update(id: string, change: RoleChange): Promise<Role | undefined>
  /** Also deletes its implications, in both directions. */
  delete(id: string): Promise<boolean>
  /** Deletes the roles of a domain with their implications; their assignments must have been deleted. Returns the ids. */
  deleteDomain(domainId: string): Promise<readonly string[]>
  /** Rejects with `conflict` when the implication exists and `not_found` for an unknown role. */
  insertImplication(implication: Implication): Promise<void>
  deleteImplication(implication: Implication): Promise<boolean>
  implications(): Promise<readonly Implication[]>
}
