import type { ResourceOptions } from '../projects/project.ts'

/** Global when `domainId` is null; otherwise a domain role, whose only effect is to imply global roles. */
export type Role = {
  readonly id: string
  readonly domainId: string | null
  readonly name: string
  readonly description: string | null
  readonly options: ResourceOptions
  readonly extra: Readonly<Record<string, unknown>>
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** Users with the prior role also have the implied role. */
export type Implication = { readonly priorId: string; readonly impliedId: string }
