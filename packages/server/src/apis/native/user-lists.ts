import { userKinds, userSearchFields, userSorts, userStatuses } from '@muster/contract/native/users.ts'
import type { ListUsers } from '../../core/directory/users/list-users.ts'
import type { UserFilterKey, UserSearchField, UserSortKey } from '../../core/directory/users/user-store.ts'
import type { CqlFields } from '../../core/kernel/cql/fields.ts'
import { parseCql } from '../../core/kernel/cql/parse-cql.ts'
import { equals, type FilterExpression } from '../../core/kernel/filters/filter-expression.ts'
import { eq } from '../../core/kernel/paging/list-query.ts'
import type { Sort } from '../../core/kernel/paging/position.ts'
import { invalidParameter, type RawQuery, readChoice, readObject, readText } from './lists.ts'

const choices = (
  key: UserFilterKey,
  words: readonly string[],
): Record<string, FilterExpression<UserFilterKey>> =>
  Object.fromEntries(words.map((word) => [word, equals(key, word)]))

/** Fields that `filter` can use. */
export const userFields: CqlFields<UserFilterKey> = {
  id: { kind: 'text', key: 'id' },
  number: { kind: 'number', key: 'number' },
  domain_id: { kind: 'text', key: 'domain_id' },
  username: { kind: 'text', key: 'name' },
  display_name: { kind: 'text', key: 'display_name' },
  given_name: { kind: 'text', key: 'given_name' },
  family_name: { kind: 'text', key: 'family_name' },
  email: { kind: 'text', key: 'email' },
  email_verified_at: { kind: 'time', key: 'email_verified_at' },
  external_id: { kind: 'text', key: 'external_id' },
  phone_number: { kind: 'text', key: 'phone_number' },
  language: { kind: 'text', key: 'language' },
  description: { kind: 'text', key: 'description' },
  metadata: { kind: 'attributes', key: 'metadata' },
  status: { kind: 'choice', choices: choices('status', userStatuses) },
  kind: { kind: 'choice', choices: choices('kind', userKinds) },
  developer: { kind: 'boolean', key: 'developer' },
  plan_id: { kind: 'text', key: 'plan_id' },
  plan_expires_at: { kind: 'time', key: 'plan_expires_at' },
  invited_until: { kind: 'time', key: 'invited_until' },
  created_at: { kind: 'time', key: 'created_at' },
  updated_at: { kind: 'time', key: 'updated_at' },
  last_active_at: { kind: 'time', key: 'last_active_at' },
}

const keyOf = (name: string) => (name === 'username' ? 'name' : name)

/** Maximum number of sort fields. */
const mostSorts = 4

const readSorts = (query: RawQuery): readonly Sort<UserSortKey>[] | undefined => {
  const sortKeys = readText(query, 'sort')?.split(',')
  if (sortKeys === undefined) return undefined
  const sorts = sortKeys.map((by) => {
    if (!userSorts.some((known) => known === by))
      throw invalidParameter('sort', `must be a comma-separated list of ${userSorts.join(', ')}`)
    const descending = by.startsWith('-')
    return { key: keyOf(descending ? by.slice(1) : by) as UserSortKey, descending }
  })
  if (sorts.length > mostSorts || new Set(sorts.map(({ key }) => key)).size < sorts.length)
    throw invalidParameter('sort', `must name at most ${mostSorts} fields, each once`)
  return sorts
}

const readWhere = (query: RawQuery): ListUsers['where'] => {
  const conditions: readonly (readonly [UserFilterKey, string | undefined])[] = [
    ['domain_id', readText(query, 'domain_id')],
    ['name', readText(query, 'username')],
    ['email', readText(query, 'email')],
    ['external_id', readText(query, 'external_id')],
    ['status', readChoice(query, 'status', userStatuses)],
    ['kind', readChoice(query, 'kind', userKinds)],
  ]
  return conditions.flatMap(([key, value]) => (value === undefined ? [] : [eq(key, value)]))
}

const readSearch = (query: RawQuery): ListUsers['search'] => {
  const text = readText(query, 'search')
  const names = readText(query, 'search_fields')?.split(',')
  const unknown = names?.find((name) => !userSearchFields.some((known) => known === name))
  if (unknown !== undefined)
    throw invalidParameter(
      'search_fields',
      `must be a comma-separated list of ${userSearchFields.join(', ')}`,
    )
  if (text === undefined) return undefined
  return { text, fields: names && ([...new Set(names.map(keyOf))] as readonly UserSearchField[]) }
}

export type RequestedUsers = Pick<ListUsers, 'where' | 'filter' | 'search' | 'metadata' | 'count'> & {
  readonly sort: readonly Sort<UserSortKey>[] | undefined
}

/** The list query of users without the page. */
export const readUserQuery = (query: RawQuery): RequestedUsers => {
  const filter = readText(query, 'filter')
  return {
    where: readWhere(query),
    filter: filter === undefined ? undefined : parseCql(filter, userFields),
    search: readSearch(query),
    metadata: readObject(query, 'metadata'),
    sort: readSorts(query),
    count: readChoice(query, 'count', ['true', 'false']) === 'true',
  }
}
