import type { Slice } from '../lists/list-query.ts'
import type { Position } from '../lists/position.ts'
import type { Metadata } from '../users/metadata.ts'
import type { Document } from './document.ts'

export type NewDocument = Omit<Document, 'version'>

export type DocumentChange = {
  readonly [K in 'title' | 'content' | 'metadata']?: Document[K] | undefined
} & { readonly updatedAt: number }

export type DocumentListQuery = {
  readonly userId: string
  /** Only documents whose metadata holds each of these, equal as JSON. */
  readonly metadata?: Metadata | undefined
  readonly limit: number
  /** Where the page before ended; its value is a `createdAt`. */
  readonly from?: Position | undefined
  /** Rows to pass over, for clients who count pages. */
  readonly skip?: number | undefined
}

export type DocumentStore = {
  /** All or none. Refuses `not_found` for an unknown user. */
  insert(documents: readonly NewDocument[]): Promise<void>
  get(id: string): Promise<Document | undefined>
  /** Newest first. */
  list(query: DocumentListQuery): Promise<Slice<Document>>
  countOfUser(userId: string): Promise<number>
  /** Undefined when there is no such document. */
  update(id: string, change: DocumentChange): Promise<Document | undefined>
  /** False when there was none. */
  delete(id: string): Promise<boolean>
}
