import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position, Sort } from '../../kernel/paging/position.ts'
import type { Metadata } from '../users/metadata.ts'
import type { Document } from './document.ts'

export type NewDocument = Omit<Document, 'version'>

export type DocumentChange = {
  readonly [K in 'title' | 'content' | 'metadata']?: Document[K] | undefined
} & { readonly updatedAt: number }

export type DocumentSortKey = 'created_at' | 'updated_at'

export type DocumentListQuery = {
  readonly userId: string
  /** Only documents whose metadata holds each of these, equal as JSON. */
  readonly metadata?: Metadata | undefined
  readonly limit: number
  /** Absent: newest first. */
  readonly sort?: Sort<DocumentSortKey> | undefined
  /** Where the page before ended; its value is what the list is sorted by. */
  readonly from?: Position | undefined
  /** Rows to pass over, for clients who count pages. */
  readonly skip?: number | undefined
}

export type DocumentStore = {
  /** All or none. Rejects with `not_found` for an unknown user. */
  insert(documents: readonly NewDocument[]): Promise<void>
  get(id: string): Promise<Document | undefined>
  list(query: DocumentListQuery): Promise<Slice<Document>>
  countOfUser(userId: string): Promise<number>
  /** Undefined when there is no such document. */
  update(id: string, change: DocumentChange): Promise<Document | undefined>
  /** False when there was none. */
  delete(id: string): Promise<boolean>
}
