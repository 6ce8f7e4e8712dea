import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Project } from './project.ts'

export type ProjectFilterKey =
  | 'id'
  | 'domain_id'
  | 'parent_id'
  /** The parent of the parent; null right below a domain. */
  | 'grandparent_id'
  | 'is_domain'
  | 'name'
  | 'enabled'
  | 'description'

/** A condition on tags: has all of them, has any, lacks at least one, lacks every one. */
export type TagFilter = {
  readonly match: 'all' | 'any' | 'not_all' | 'not_any'
  readonly tags: readonly string[]
}

/** Projects named by id, and every project below others. */
export type AccessibleScopes = { readonly ids: readonly string[]; readonly below: readonly string[] }

/** Conditions are ANDed. */
export type ProjectListQuery = ListQuery<ProjectFilterKey> & {
  readonly tags?: readonly TagFilter[]
  /** Nothing outside of it is listed. */
  readonly reach?: AccessibleScopes | undefined
}

export type ProjectChange = {
  readonly [K in 'name' | 'enabled' | 'description' | 'tags' | 'options' | 'extra' | 'updatedAt']?:
    | Project[K]
    | undefined
}

/** Keeps domains too: a domain is the project at the top of a tree. */
export type ProjectLink = { readonly id: string; readonly parentId: string }

export type ProjectStore = {
  /**
   * Rejects with `conflict` when the name is taken among domains, or among the projects of the domain, or the id
   * is; `invalid` when the domain or the parent does not exist.
   */
  insert(project: Project): Promise<Project>
  get(id: string): Promise<Project | undefined>
  /** Those that exist, in no particular order. */
  getMany(ids: readonly string[]): Promise<readonly Project[]>
  /** A domain by name when `domainId` is null. */
  getByName(domainId: string | null, name: string): Promise<Project | undefined>
  list(query: ProjectListQuery): Promise<Slice<Project>>
  /** Undefined when there is none. Rejects with `conflict`. */
  update(id: string, change: ProjectChange): Promise<Project | undefined>
  /** Its tags go with it. Rejects with `failed_precondition` while anything still belongs to it. */
  delete(id: string): Promise<boolean>
  /**
   * Every project of a domain with its tags, but not the domain; users of other domains whose default
   * project was among them have none. Answers the ids.
   */
  deleteDomain(domainId: string): Promise<readonly string[]>
  /** Nearest first, the domain last; without the project itself. */
  ancestors(id: string): Promise<readonly Project[]>
  /** Every project below, parents before children; without the project itself. */
  descendants(id: string): Promise<readonly Project[]>
  /** Every project below any of those named, each once, with its parent, in the order of ids. */
  linksBelow(ids: readonly string[], limit: number): Promise<Slice<ProjectLink>>
}
