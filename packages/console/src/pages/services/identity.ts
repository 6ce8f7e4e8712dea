import type { Page } from '@muster/sdk'
import { Connection, type PageQuery, type Paginated } from '@muster/sdk/openstack'
import { root } from '../../app/client.ts'

/** Identity v3 of the server that the page comes from, with the cookie of the session. */
export const { identity } = new Connection({
  authUrl: `${root}/v3`,
  auth: { type: 'cookie' },
  timeout: 30_000,
})

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
