import type { Metadata } from '../users/metadata.ts'

/** Text that is kept with a user. */
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
  /** Counts the changes, from 1. */
  readonly version: number
}
