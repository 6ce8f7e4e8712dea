import {
  optionally,
  requireArray,
  requireBoolean,
  requireInteger,
  requireNonEmptyText,
  requireObject,
  requireOneOf,
  requireText,
} from '../transport/arguments.ts'
import { ArgumentError } from '../transport/errors.ts'
import type { CreateUser, ListUsers, UpdateUser } from './types.ts'

const statuses = ['active', 'invited', 'expired'] as const
const inviteModes = ['none', 'email_link', 'temporary_password'] as const
const roleTypes = ['predefined', 'custom'] as const
const roleNames = ['admin', 'member', 'annotator'] as const
const longestText = 255

/** An absent or null argument is undefined, as None in the Python SDK. */
const given = (value: unknown): unknown => value ?? undefined

const requireShortText = (argument: string, value: unknown): string => {
  const text = requireText(argument, value)
  if ([...text].length > longestText)
    throw new ArgumentError(argument, `must not be longer than ${longestText} characters`)
  return text
}

const requireName = (argument: string, value: unknown): string =>
  requireShortText(argument, requireNonEmptyText(argument, value))

const requireLimit = (argument: string, value: unknown): number => {
  const limit = requireInteger(argument, value, 1)
  if (limit > 100) throw new ArgumentError(argument, 'must not be more than 100')
  return limit
}

const requireRole = (argument: string, value: unknown) => {
  const { type, name, id } = requireObject(argument, value)
  return requireOneOf(`${argument}.type`, type, roleTypes) === 'predefined'
    ? ({ type: 'predefined', name: requireOneOf(`${argument}.name`, name, roleNames) } as const)
    : ({ type: 'custom', id: requireNonEmptyText(`${argument}.id`, id) } as const)
}

/** The checked arguments of a list. */
export const checkList = (list: ListUsers) => {
  const { email, status, limit = 50, cursor } = requireObject('list', list)
  return {
    limit: requireLimit('limit', limit),
    cursor: optionally(requireText, 'cursor', given(cursor)),
    email: optionally(requireShortText, 'email', given(email)),
    status: optionally(requireArray, 'status', given(status))?.map((item, index) =>
      requireOneOf(`status[${index}]`, item, statuses),
    ),
  }
}

export type CheckedList = ReturnType<typeof checkList>

/** The checked arguments of a new user. */
export const checkNewUser = (user: CreateUser) => {
  const { name, email, role, inviteMode, isDeveloper } = requireObject('user', user)
  return {
    name: requireName('name', name),
    email: requireNonEmptyText('email', email),
    role: requireRole('role', role),
    inviteMode: requireOneOf('inviteMode', inviteMode, inviteModes),
    isDeveloper: optionally(requireBoolean, 'isDeveloper', given(isDeveloper)),
  }
}

export type CheckedNewUser = ReturnType<typeof checkNewUser>

/** The id and the body of a change. */
export const checkUpdate = (update: UpdateUser) => {
  const { userId, name, isDeveloper } = requireObject('update', update)
  const id = requireNonEmptyText('userId', userId)
  if (given(name) === undefined && given(isDeveloper) === undefined)
    throw new ArgumentError('name', "at least one of 'name' or 'isDeveloper' must be provided")
  return {
    userId: id,
    json: {
      name: optionally(requireName, 'name', given(name)),
      is_developer: optionally(requireBoolean, 'isDeveloper', given(isDeveloper)),
    },
  }
}

export type WireUserUpdate = ReturnType<typeof checkUpdate>['json']
