import { requireObject } from '../transport/arguments.ts'
import { ArgumentError, InvalidResponseError } from '../transport/errors.ts'
import { type ResponseOrigin, readFields } from '../transport/fields.ts'
import type { Data, Plan, UserRole, UserStatus } from './types.ts'

export type WireUser = {
  id: number
  username?: string | null
  email?: string | null
  first_name?: string | null
  last_name?: string | null
  mobile?: string | null
  role?: string | null
  status?: string | null
  plan?: object | null
  plan_id?: number | null
  expiration_date?: string | null
  created_at?: string | null
  updated_at?: string | null
  last_login?: string | null
}

export type WirePlan = { id: number; name?: string | null; number_of_days?: number | null }

export type WireSession = {
  uuid: string
  agent?: string | null
  ip?: string | null
  created_at?: string | null
  last_activity?: string | null
  is_current?: boolean | null
}

const planFromWire = (value: unknown, origin: ResponseOrigin): Plan => {
  const fields = readFields<WirePlan>(value, origin, 'the plan')
  return {
    id: fields.integer('id'),
    name: fields.optionalText('name'),
    numberOfDays: fields.optionalInteger('number_of_days'),
    data: value as Data,
  }
}

/** The fields of a user, and the object itself. */
export const userFromWire = (body: unknown, origin: ResponseOrigin) => {
  const fields = readFields<WireUser>(body, origin, 'the user')
  const plan = fields.raw('plan')
  return {
    id: fields.integer('id'),
    username: fields.optionalText('username'),
    email: fields.optionalText('email'),
    firstName: fields.optionalText('first_name'),
    lastName: fields.optionalText('last_name'),
    mobile: fields.optionalText('mobile'),
    role: fields.optionalText('role') as UserRole | null,
    status: fields.optionalText('status') as UserStatus | null,
    plan: plan === undefined || plan === null ? null : planFromWire(plan, origin),
    planId: fields.optionalInteger('plan_id'),
    expirationDate: fields.optionalTime('expiration_date'),
    createdAt: fields.optionalTime('created_at'),
    updatedAt: fields.optionalTime('updated_at'),
    lastLogin: fields.optionalTime('last_login'),
    data: body as Data,
  }
}

export type UserFields = ReturnType<typeof userFromWire>

/** The fields of a session, and the object itself. */
export const sessionFromWire = (body: unknown, origin: ResponseOrigin) => {
  const fields = readFields<WireSession>(body, origin, 'the session')
  return {
    uuid: fields.text('uuid'),
    agent: fields.optionalText('agent'),
    ip: fields.optionalText('ip'),
    createdAt: fields.optionalTime('created_at'),
    lastActivity: fields.optionalTime('last_activity'),
    isCurrent: fields.optionalFlag('is_current'),
    data: body as Data,
  }
}

export type SessionFields = ReturnType<typeof sessionFromWire>

/** The items of a list, which is an array; an empty or null body has none. */
export const itemsFromWire = <T>(
  body: unknown,
  origin: ResponseOrigin,
  fromWire: (item: unknown, origin: ResponseOrigin) => T,
): readonly T[] =>
  readFields<{ items: unknown[] }>({ items: body ?? [] }, origin)
    .array('items')
    .map((item) => fromWire(item, origin))

/** The number of users: an integer, or an object with it. */
export const countFromWire = (body: unknown, origin: ResponseOrigin): number =>
  readFields<{ count: number }>(typeof body === 'number' ? { count: body } : body, origin).integer('count')

/** The body, which must be an object. */
export const objectFromWire = (body: unknown, origin: ResponseOrigin): Data =>
  readFields<{ body: Data }>({ body }, origin).object('body')

/** The fields of an object that the caller provides instead of the service. */
export const fieldsOf = <T>(data: Data, fromWire: (body: unknown, origin: ResponseOrigin) => T): T => {
  try {
    return fromWire(requireObject('data', data), { request: { method: '', path: '' }, status: 0 })
  } catch (error) {
    if (error instanceof InvalidResponseError)
      throw new ArgumentError('data', 'must have fields of the types that the service returns')
    throw error
  }
}
