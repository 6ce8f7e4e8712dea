import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Project } from './project.ts'

export type ProjectFilterKey =
  | 'id'
  | 'domain_id'
  | 'parent_id'
  /** The parent of the parent; null directly below a domain. */
  | 'grandparent_id'
  | 'is_domain'
  | 'name'
  | 'enabled'
  | 'description'

/** A condition on tags: has all, has any, lacks at least one, lacks all. */
export type TagFilter = {
  readonly match: 'all' | 'any' | 'not_all' | 'not_any'
  readonly tags: readonly string[]
}

/** Projects by id, and all projects below others. */
export type AccessibleScopes = { readonly ids: readonly string[]; readonly below: readonly string[] }

/** Conditions, combined with AND. */
export type ProjectListQuery = ListQuery<ProjectFilterKey> & {
  readonly tags?: readonly TagFilter[]
  /** Limits the list to these projects. */
  readonly reach?: AccessibleScopes | undefined
}

export type ProjectChange = {
  readonly [K in 'name' | 'enabled' | 'description' | 'tags' | 'options' | 'extra' | 'updatedAt']?:
    | Project[K]
    | undefined
}

export type ProjectLink = { readonly id: string; readonly parentId: string }

/** Also stores domains: a domain is the project at the top of a tree. */
export type ProjectStore = {
  /**
   * Rejects with `conflict` when the name is taken among domains or among the projects of the domain, or the id is taken;
   * `invalid` when the domain or the parent does not exist.
   */
  insert(project: Project): Promise<Project>
  get(id: string): Promise<Project | undefined>
  /** Those that exist, in no particular order. */
  getMany(ids: readonly string[]): Promise<readonly Project[]>
  /** Finds a domain when `domainId` is null. */
  getByName(domainId: string | null, name: string): Promise<Project | undefined>
  list(query: ProjectListQuery): Promise<Slice<Project>>
  /** Undefined when there is none. Rejects with `conflict`. */
  update(id: string, change: ProjectChange): Promise<Project | undefined>
  /** Also deletes its tags. Rejects with `failed_precondition` while other objects belong to it. */
  delete(id: string): Promise<boolean>
  /**
   * Deletes all projects of a domain with their tags, but not the domain itself, and clears them as default projects of
   * users of other domains. Returns the ids.
   */
  deleteDomain(domainId: string): Promise<readonly string[]>
  /** The ancestors, nearest first, the domain last; without the project itself. */
  ancestors(id: string): Promise<readonly Project[]>
  /** All projects below, parents before children; without the project itself. */
  descendants(id: string): Promise<readonly Project[]>
  /** All projects below any of these, each once, with its parent, ordered by id. */
  linksBelow(ids: readonly string[], limit: number): Promise<Slice<ProjectLink>>
}
