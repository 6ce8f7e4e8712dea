import type { Page, Slice } from '../../kernel/paging/list-query.ts'
import type { Mapping } from './mapping.ts'

export type MappingStore = {
  /** Rejects with `conflict` when the id is taken. */
  insert(mapping: Mapping): Promise<Mapping>
  find(id: string): Promise<Mapping | undefined>
  list(page: Page): Promise<Slice<Mapping>>
  /** Undefined when there is none. */
  update(id: string, change: Omit<Mapping, 'id'>): Promise<Mapping | undefined>
  delete(id: string): Promise<boolean>
}
