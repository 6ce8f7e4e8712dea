import type { Page } from '@muster/sdk'
import type { PageQuery, Paginated } from '@muster/sdk/openstack'

const pageSize = 200

/** The page of a list that begins after `marker`, for a table. */
export const pageOf = async <T extends { readonly id: string }>(
  list: (query: PageQuery) => Paginated<T>,
  marker: string | undefined,
): Promise<Page<T, string>> => {
  for await (const items of list({ limit: pageSize, marker }).pages())
    return { items, next: items.length < pageSize ? undefined : items.at(-1)?.id }
  return { items: [], next: undefined }
}
