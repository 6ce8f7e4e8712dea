import type { ResourceOptions } from '../projects/project.ts'

/** Global when `domainId` is null; otherwise of one domain, there only to imply global ones. */
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

/** Whoever holds the prior role holds the implied one too. */
export type Implication = { readonly priorId: string; readonly impliedId: string }
