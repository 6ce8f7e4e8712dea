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
  /** Only documents whose metadata has each of these attributes with an equal JSON value. */
  readonly metadata?: Metadata | undefined
  readonly limit: number
  /** Absent: newest first. */
  readonly sort?: Sort<DocumentSortKey> | undefined
  /** The end of the previous page; its value is that of the sort key. */
  readonly from?: Position | undefined
  /** Rows to skip, for clients that page by number. */
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
  /** False when there is no such document. */
  delete(id: string): Promise<boolean>
}
