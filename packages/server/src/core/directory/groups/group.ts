import type { ManagedBy } from '../users/user.ts'

export type Group = {
  readonly id: string
  readonly domainId: string
  /** Unique in the domain. */
  readonly name: string
  readonly description: string | null
  /** Set for a group of an external directory, which alone can change the group. */
  readonly managedBy: ManagedBy | null
  readonly extra: Readonly<Record<string, unknown>>
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
}
