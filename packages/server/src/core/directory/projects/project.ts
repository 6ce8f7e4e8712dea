/** `immutable` prevents changes and deletion until a separate request clears it (keystone.md section 14). */
export type ResourceOptions = { readonly immutable?: boolean }

/**
 * A project, or a domain: the top of its own tree of projects (`isDomain`, with `domainId` and `parentId` null).
 * A project directly below a domain has the domain as its parent.
 */
export type Project = {
  readonly id: string
  readonly domainId: string | null
  readonly parentId: string | null
  readonly isDomain: boolean
  readonly name: string
  readonly enabled: boolean
  readonly description: string
  readonly tags: readonly string[]
  readonly options: ResourceOptions
  readonly extra: Readonly<Record<string, unknown>>
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
}
