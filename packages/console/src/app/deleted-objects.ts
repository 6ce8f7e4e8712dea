import type { AttemptInfo } from '@muster/sdk'
import type { QueryFilters } from '@tanstack/react-query'
import { queryClient } from './query-client.ts'

/** The lists with this word in their key, and the field of their rows that has the id of the deleted object. */
type Lists = readonly [word: string, field: string]

/** By the path of a collection: where its objects are listed, and what is deleted with them. */
const listsOf: Readonly<Record<string, readonly Lists[]>> = {
  '/api-keys': [['api-keys', 'id']],
  '/bulk-jobs': [['bulk-jobs', 'id']],
  '/deleted-users': [['users', 'id']],
  '/domains': [
    ['domains', 'id'],
    ['groups', 'domain_id'],
    ['projects', 'domain_id'],
    ['roles', 'domain_id'],
    ['users', 'domain_id'],
  ],
  '/endpoints': [['endpoints', 'id']],
  '/groups': [['groups', 'id']],
  '/imports': [['imports', 'id']],
  '/invitations': [['invitations', 'id']],
  '/limits': [['limits', 'id']],
  '/me/notifications': [['notifications', 'id']],
  '/OS-EP-FILTER/endpoint_groups': [['endpoint-groups', 'id']],
  '/OS-FEDERATION/identity_providers': [['identity-providers', 'id']],
  '/OS-FEDERATION/mappings': [['mappings', 'id']],
  '/OS-TRUST/trusts': [['trusts', 'id']],
  '/policies': [['policies', 'id']],
  '/projects': [['projects', 'id']],
  '/regions': [['regions', 'id']],
  '/registered_limits': [['registered-limits', 'id']],
  '/roles': [['roles', 'id']],
  '/services': [
    ['services', 'id'],
    ['endpoints', 'serviceId'],
  ],
  '/users': [['users', 'id']],
  '/users/{user_id}/documents': [['documents', 'id']],
  '/users/{userId}/application_credentials': [['application-credentials', 'id']],
  '/webhooks': [['webhooks', 'id']],
}

type Row = Readonly<Record<string, unknown>>

/**
 * The same data where no row is to be removed. Lists are arrays, pages with `items` or `rows`, or several pages; other
 * data stays.
 */
const without = (data: unknown, isDeleted: (row: Row) => boolean): unknown => {
  if (Array.isArray(data)) return data.some(isDeleted) ? data.filter((row) => !isDeleted(row)) : data
  if (typeof data !== 'object' || data === null) return data
  const list = data as Row
  const { pages } = list
  if (Array.isArray(pages)) {
    const left = pages.map((page) => without(page, isDeleted))
    return left.some((page, at) => page !== pages[at]) ? { ...list, pages: left } : list
  }
  const rows = 'items' in list ? 'items' : 'rows'
  const left = without(list[rows], isDeleted)
  return left === list[rows] ? list : { ...list, [rows]: left }
}

const removeFrom = async ([word, field]: Lists, id: string): Promise<void> => {
  const lists: QueryFilters = {
    predicate: ({ queryKey, state }) => queryKey.includes(word) && state.data !== undefined,
  }
  const remove = () =>
    queryClient.setQueriesData(lists, (data: unknown) => {
      const left = without(data, (row) => row?.[field] === id)
      return left === data ? undefined : left
    })
  remove()
  // A request from before the deletion would bring the object back; its end restores what was there when it began.
  await queryClient.cancelQueries(lists)
  remove()
}

/**
 * Takes an object out of the cached lists when the server has deleted it: a list is shown from the cache while it is read
 * again. The act invalidates the lists.
 */
export const removeDeleted = ({
  method,
  path,
  url,
  status,
}: AttemptInfo & { readonly status: number }): void => {
  const isGone = (status >= 200 && status < 300) || status === 404
  const [, collection = ''] = /^(.+)\/\{\w+\}$/.exec(path) ?? []
  if (method !== 'DELETE' || !isGone) return
  const id = decodeURIComponent(url.slice(url.lastIndexOf('/') + 1))
  for (const lists of listsOf[collection] ?? []) void removeFrom(lists, id)
}
