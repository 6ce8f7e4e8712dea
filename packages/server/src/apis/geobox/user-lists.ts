import { type Status, statuses } from '@muster/contract/geobox/shapes.ts'
import type { ListUsers } from '../../core/directory/users/list-users.ts'
import type { UserFilterKey, UserSearchField, UserSortKey } from '../../core/directory/users/user-store.ts'
import type { CqlFields } from '../../core/kernel/cql/fields.ts'
import { equals, type FilterExpression } from '../../core/kernel/filters/filter-expression.ts'
import { eq } from '../../core/kernel/paging/list-query.ts'
import { type RawQuery, readChoice, readFilter, readId, readOrder, readPage, readSearch } from './lists.ts'
import { statusGiven } from './messages.ts'

const statusChoices = Object.fromEntries(
  statuses.map((word) => [word, equals('status', statusGiven[word])]),
) as Readonly<Record<Status, FilterExpression<UserFilterKey>>>

/** Fields that `q` can use. */
const fields: CqlFields<UserFilterKey> = {
  id: { kind: 'number', key: 'number' },
  username: { kind: 'text', key: 'name' },
  email: { kind: 'text', key: 'email' },
  first_name: { kind: 'text', key: 'given_name' },
  last_name: { kind: 'text', key: 'family_name' },
  mobile: { kind: 'text', key: 'phone_number' },
  status: { kind: 'choice', choices: statusChoices },
  expiration_date: { kind: 'time', key: 'plan_expires_at' },
  created_at: { kind: 'time', key: 'created_at' },
  updated_at: { kind: 'time', key: 'updated_at' },
  last_login: { kind: 'time', key: 'last_active_at' },
}

const searchFields: Readonly<Record<string, UserSearchField>> = {
  username: 'name',
  email: 'email',
  first_name: 'given_name',
  last_name: 'family_name',
  mobile: 'phone_number',
}

const sortKeys: Readonly<Record<string, UserSortKey>> = {
  id: 'number',
  username: 'name',
  email: 'email',
  first_name: 'given_name',
  last_name: 'family_name',
  created_at: 'created_at',
  updated_at: 'updated_at',
  last_login: 'last_active_at',
}

const oldestFirst = [{ key: 'number', descending: false }] as const

/** The list query of the users of the domain, with its page. */
export const readUserQuery = (query: RawQuery, domainId: string): ListUsers => {
  const status = readChoice(query, 'status', statuses)
  const number = readId(query, 'user_id')
  return {
    where: [
      eq('domain_id', domainId),
      ...(status === undefined ? [] : [eq('status' as const, statusGiven[status])]),
      ...(number === undefined ? [] : [eq('number' as const, number)]),
    ],
    filter: readFilter(query, fields),
    search: readSearch(query, searchFields),
    sort: readOrder(query, sortKeys) ?? oldestFirst,
    ...pageOf(query),
  }
}

const pageOf = (query: RawQuery) => {
  const { skip, limit } = readPage(query)
  return { skip, page: { limit } }
}
