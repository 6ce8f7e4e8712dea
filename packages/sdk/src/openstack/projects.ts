import { type Collection, defineNoun } from './collection.ts'
import { type Extra, listOf, plain, type Ref, reference } from './fields.ts'

/** `immutable`: the object cannot be changed or deleted until the option is false. Null removes the option. */
export type ResourceOptions = { readonly immutable?: boolean | null | undefined }

export type Project = {
  readonly id: string
  /** Unique in the domain. */
  readonly name: string
  /** Null for a project that is a domain. */
  readonly domainId: string | null
  /** The domain itself for a top-level project. */
  readonly parentId: string | null
  readonly isDomain: boolean
  readonly enabled: boolean
  readonly description?: string | null
  readonly tags?: readonly string[]
  readonly options?: ResourceOptions
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewProject = {
  readonly name: string
  /** By default the domain of a domain-scoped token, otherwise the default domain. */
  readonly domainId?: Ref | null | undefined
  readonly parentId?: Ref | null | undefined
  readonly isDomain?: boolean | undefined
  readonly enabled?: boolean | undefined
  readonly description?: string | null | undefined
  /** At most 80, each without `,` and `/`. */
  readonly tags?: readonly string[] | undefined
  readonly options?: ResourceOptions | undefined
  readonly extra?: Extra | undefined
}

/** Domain and parent of a project cannot change. */
export type ProjectChanges = Partial<Omit<NewProject, 'domainId' | 'parentId' | 'isDomain'>>

/** Projects that have all of `tags`, one of `anyTags`, not all of `notTags`, none of `notAnyTags`. */
type TagQuery = {
  readonly tags?: readonly string[] | undefined
  readonly anyTags?: readonly string[] | undefined
  readonly notTags?: readonly string[] | undefined
  readonly notAnyTags?: readonly string[] | undefined
}

export type ProjectQuery = TagQuery & {
  readonly name?: string | undefined
  readonly domainId?: Ref | undefined
  readonly parentId?: Ref | undefined
  readonly enabled?: boolean | undefined
  /** True lists the projects that are domains. */
  readonly isDomain?: boolean | undefined
}

const tags = { write: (value: unknown, argument: string) => listOf(value, argument).join(',') } as const

export const projectNoun = defineNoun({
  name: 'project',
  fields: {
    name: plain,
    domainId: reference,
    parentId: reference,
    isDomain: plain,
    enabled: plain,
    description: plain,
    tags: plain,
    options: plain,
  },
  required: ['name'],
  query: {
    name: plain,
    domainId: reference,
    parentId: reference,
    enabled: plain,
    isDomain: plain,
    tags: tags,
    anyTags: { ...tags, wire: 'tags-any' },
    notTags: { ...tags, wire: 'not-tags' },
    notAnyTags: { ...tags, wire: 'not-tags-any' },
  },
})

export type Projects = Collection<Project, NewProject, ProjectChanges, ProjectQuery>
