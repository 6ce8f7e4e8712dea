import { type ResponseOrigin, readFields } from '../transport/fields.ts'
import type { CheckedList, CheckedNewUser } from './arguments.ts'
import type { CreatedUser, InviteMode, SdkVersion, User, UserRole, UserStatus, UsersPage } from './types.ts'

export type WireUser = {
  id: string
  name: string
  email: string
  created_at: string
  status: string
  role: Readonly<Record<string, unknown>>
  is_developer: boolean
}

export type WireCreatedUser = WireUser & { invite_mode: string; temporary_password?: string }
export type WirePagination = { has_more: boolean; next_cursor?: string | null }

type Spelled<W extends string> = W | Uppercase<W>

/** Enumeration values in the spelling of a version: upper case from 8.40.0 on. */
export type Spell = <W extends string>(word: W) => Spelled<W>

export const spellingOf =
  (version: SdkVersion): Spell =>
  <W extends string>(word: W) =>
    version === '8.26.0' ? word : (word.toUpperCase() as Uppercase<W>)

export const listToWire = ({ status, ...rest }: CheckedList, spell: Spell) => ({
  ...rest,
  status: status?.map(spell),
})

export const newUserToWire = (
  { name, email, role, inviteMode, isDeveloper }: CheckedNewUser,
  spell: Spell,
) => ({
  name,
  email,
  role:
    role.type === 'predefined'
      ? { type: spell(role.type), name: spell(role.name) }
      : { type: spell(role.type), id: role.id },
  invite_mode: spell(inviteMode),
  is_developer: isDeveloper,
})

export type WireNewUser = ReturnType<typeof newUserToWire>

const roleFromWire = (value: unknown, origin: ResponseOrigin): UserRole => {
  const fields = readFields<{ type: string; id: string; name: string }>(value, origin, 'the role')
  const type = fields.text('type').toLowerCase()
  if (type === 'custom') return { type: 'custom', id: fields.text('id'), name: fields.optionalText('name') }
  if (type !== 'predefined') throw fields.invalid('the role is of an unknown type')
  return { type, name: fields.text('name').toLowerCase() as 'admin' | 'member' | 'annotator' }
}

export const userFromWire = (body: unknown, origin: ResponseOrigin): User => {
  const fields = readFields<WireUser>(body, origin, 'the user')
  return {
    id: fields.text('id'),
    name: fields.text('name'),
    email: fields.text('email'),
    createdAt: fields.time('created_at'),
    status: fields.text('status').toLowerCase() as UserStatus,
    role: roleFromWire(fields.object('role'), origin),
    isDeveloper: fields.flag('is_developer'),
  }
}

export const createdFromWire = (body: unknown, origin: ResponseOrigin): CreatedUser => {
  const fields = readFields<WireCreatedUser>(body, origin, 'the user')
  const inviteMode = fields.optionalText('invite_mode')?.toLowerCase() ?? null
  return {
    ...userFromWire(body, origin),
    isNew: origin.status === 201,
    inviteMode: inviteMode as InviteMode | null,
    temporaryPassword: fields.optionalText('temporary_password'),
  }
}

/** The page at a cursor. A service that returned the same cursor again would repeat the list for ever. */
export const pageFromWire = (body: unknown, origin: ResponseOrigin, cursor?: string): UsersPage => {
  const list = readFields<{ users: unknown[]; pagination: object }>(body, origin)
  const fields = readFields<WirePagination>(list.object('pagination'), origin, 'pagination')
  const hasMore = fields.flag('has_more')
  const nextCursor = fields.optionalText('next_cursor')
  if (hasMore && (nextCursor === null || nextCursor === cursor))
    throw fields.invalid('next_cursor in pagination is missing or that of the same page')
  const users = list.array('users').map((user) => userFromWire(user, origin))
  return { users, pagination: { hasMore, nextCursor: hasMore ? nextCursor : null } }
}
