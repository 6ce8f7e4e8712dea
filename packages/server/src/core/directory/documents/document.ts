import type { Metadata } from '../users/metadata.ts'

/** A text document of a user. */
export type Document = {
  readonly id: string
  readonly userId: string
  readonly title: string
  /** One part or more, in order. */
  readonly content: readonly string[]
  readonly metadata: Metadata
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
  /** Starts at 1 and grows by 1 with every change. */
  readonly version: number
}
