import {
  optionally,
  requireBoolean,
  requireInteger,
  requireNonEmptyText,
  requireObject,
  requireOneOf,
  requireText,
} from '../transport/arguments.ts'
import { ArgumentError } from '../transport/errors.ts'
import { encodePassword } from './password.ts'
import type { CreateUser, ListUsers, SearchUsers, UpdateUser, UserFilter } from './types.ts'

const roles = ['System Admin', 'Account Admin', 'Publisher', 'Editor', 'Viewer'] as const
const statuses = ['New', 'Pending', 'Active', 'Disabled'] as const

/** The id of a user or plan: an integer from 1. */
export const requireId = (argument: string, value: unknown): number => requireInteger(argument, value, 1)

/** The id of a user, or `me` for the caller. */
export const requireIdOrMe = (argument: string, value: unknown): number | 'me' =>
  value === 'me' ? value : requireId(argument, value)

/** The service expects flags in the query as Python writes them. */
const requireFlag = (argument: string, value: unknown): 'True' | 'False' =>
  requireBoolean(argument, value) ? 'True' : 'False'

/** Text, or null for empty text: the value that removes a field. */
const requireTextOrNull = (argument: string, value: unknown): string | null =>
  value === null ? null : requireText(argument, value) || null

/** The query of a filter. `search` with `q` is an `ArgumentError`: the service ignores it. */
export const filterToWire = (filter: UserFilter) => {
  const { status, q, search, searchFields, userId, shared } = requireObject('filter', filter)
  if (q !== undefined)
    for (const [argument, value] of Object.entries({ search, searchFields }))
      if (value !== undefined)
        throw new ArgumentError(argument, 'must not be given with q: the service ignores it')
  return {
    f: 'json',
    status: optionally(requireOneOf, 'status', status, statuses),
    q: optionally(requireNonEmptyText, 'q', q),
    search: optionally(requireText, 'search', search),
    search_fields: optionally(requireText, 'searchFields', searchFields),
    user_id: optionally(requireId, 'userId', userId),
    shared: optionally(requireFlag, 'shared', shared),
  }
}

/** The query of a list without its page. */
export const listToWire = (list: ListUsers) => {
  const query = filterToWire(list)
  return { ...query, order_by: optionally(requireText, 'orderBy', list.orderBy), return_count: 'False' }
}

export const searchToWire = (given: SearchUsers) => {
  const { search } = requireObject('search', given)
  return { search: optionally(requireText, 'search', search) }
}

/** The first position and the maximum number of users of a list. */
export const pageOf = ({ skip = 0, limit }: Pick<ListUsers, 'skip' | 'limit'>) => ({
  skip: requireInteger('skip', skip, 0),
  limit: optionally(requireInteger, 'limit', limit, 1),
})

export const newUserToWire = (user: CreateUser) => {
  const given = requireObject('user', user)
  return {
    username: requireNonEmptyText('username', given['username']),
    email: requireNonEmptyText('email', given['email']),
    password: encodePassword('password', given['password']),
    role: requireOneOf('role', given['role'], roles),
    first_name: optionally(requireText, 'firstName', given['firstName']),
    last_name: optionally(requireText, 'lastName', given['lastName']),
    mobile: optionally(requireTextOrNull, 'mobile', given['mobile']) ?? undefined,
    status: requireOneOf('status', given['status'], statuses),
  }
}

export type WireNewUser = ReturnType<typeof newUserToWire>

const requirePlanId = (argument: string, value: unknown): number | null => {
  if (value === null) return null
  return requireId(argument, typeof value === 'object' ? (value as { readonly id?: unknown }).id : value)
}

/** Times in whole seconds, as the service sends them. */
const requireTime = (argument: string, value: unknown): string | null => {
  if (!(value instanceof Date)) return requireTextOrNull(argument, value)
  if (Number.isNaN(value.getTime())) throw new ArgumentError(argument, 'must be a valid time')
  return value.toISOString().replace(/\.\d+Z$/, 'Z')
}

export const updateToWire = (update: UpdateUser) => {
  const given = requireObject('update', update)
  return {
    username: optionally(requireNonEmptyText, 'username', given['username']),
    email: optionally(requireNonEmptyText, 'email', given['email']),
    first_name: optionally(requireText, 'firstName', given['firstName']),
    last_name: optionally(requireText, 'lastName', given['lastName']),
    status: optionally(requireOneOf<(typeof statuses)[number]>, 'status', given['status'], statuses),
    role: optionally(requireOneOf<(typeof roles)[number]>, 'role', given['role'], roles),
    mobile: optionally(requireTextOrNull, 'mobile', given['mobile']),
    plan_id: optionally(requirePlanId, 'plan', given['plan']),
    expiration_date: optionally(requireTime, 'expirationDate', given['expirationDate']),
  }
}

export type WireUserUpdate = ReturnType<typeof updateToWire>
