import type { ListQuery, Slice } from '../lists/list-query.ts'
import type { Project } from './project.ts'

export type ProjectFilterKey = 'id' | 'domain_id' | 'parent_id' | 'is_domain' | 'name' | 'enabled' | 'description'

/** Conditions on tags, ANDed: all of, any of, not all of, none of. */
export type TagFilters = {
  readonly all?: readonly string[] | undefined
  readonly any?: readonly string[] | undefined
  readonly notAll?: readonly string[] | undefined
  readonly notAny?: readonly string[] | undefined
}

export type ProjectListQuery = ListQuery<ProjectFilterKey> & { readonly tags?: TagFilters }

export type ProjectChange = {
  readonly [K in 'name' | 'enabled' | 'description' | 'options' | 'extra' | 'updatedAt']?: Project[K] | undefined
}

/** Keeps domains too: a domain is the project at the top of a tree. */
export type ProjectStore = {
  /** Refuses `conflict` when the name is taken among domains, or among the projects of the domain; or the id. */
  insert(project: Project): Promise<Project>
  get(id: string): Promise<Project | undefined>
  /** Those that exist, in no particular order. */
  getMany(ids: readonly string[]): Promise<readonly Project[]>
  /** A domain by name when `domainId` is null. */
  getByName(domainId: string | null, name: string): Promise<Project | undefined>
  list(query: ProjectListQuery): Promise<Slice<Project>>
  /** Undefined when there is none. Refuses `conflict`. */
  update(id: string, change: ProjectChange): Promise<Project | undefined>
  /** Its tags go with it. Refuses `barred` while anything still belongs to it. */
  delete(id: string): Promise<boolean>
  /** Nearest first, the domain last; without the project itself. */
  ancestors(id: string): Promise<readonly Project[]>
  /** Every project below, parents before children; without the project itself. */
  descendants(id: string): Promise<readonly Project[]>
  /** Replaces all tags of a project. */
  setTags(id: string, tags: readonly string[]): Promise<void>
}
