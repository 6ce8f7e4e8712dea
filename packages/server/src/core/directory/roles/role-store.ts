import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Implication, Role } from './role.ts'

export type RoleFilterKey = 'id' | 'domain_id' | 'name' | 'description'

export type RoleChange = {
  readonly [K in 'name' | 'description' | 'options' | 'extra' | 'updatedAt']?: Role[K] | undefined
}

export type RoleStore = {
  /** Rejects with `conflict` when the name is taken among the global roles or among those of the domain. */
  insert(role: Role): Promise<Role>
  /** False, and nothing written, when the name is taken in the same way. */
  insertUnlessNamed(role: Role): Promise<boolean>
  get(id: string): Promise<Role | undefined>
  getMany(ids: readonly string[]): Promise<readonly Role[]>
  /**
   * Every role of that name: at most one global and one for each domain. The global one also when its name only
   * counts as equal (`kernel/names/name-store.ts`).
   */
  getByName(name: string): Promise<readonly Role[]>
  list(query: ListQuery<RoleFilterKey>): Promise<Slice<Role>>
  update(id: string, change: RoleChange): Promise<Role | undefined>
  /** Its implications, both ways, go with it. */
  delete(id: string): Promise<boolean>
  /** The roles of a domain with their implications; their grants must be gone. Answers the ids. */
  deleteDomain(domainId: string): Promise<readonly string[]>
  /** Rejects with `conflict` when it is there already and `not_found` for an unknown role. */
  insertImplication(implication: Implication): Promise<void>
  deleteImplication(implication: Implication): Promise<boolean>
  implications(): Promise<readonly Implication[]>
}
