import { domainRoles, memberRoles } from '@muster/contract/arize/shapes.ts'
import type { AccountRole } from '../../core/directory/assignments/domain-role.ts'
import type { MemberRole } from '../../core/directory/members/member-role.ts'
import type { Role } from '../../core/directory/roles/role.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { type ClientVersion, decodeEnum, encodeEnum } from './client-versions.ts'
import { idOf, readId } from './ids.ts'

type AccountWord = (typeof domainRoles)[number]
type MemberWord = (typeof memberRoles)[number]

/** A role as clients send it. */
export type GivenRole =
  | { readonly type: 'predefined' | 'PREDEFINED'; readonly name: string }
  | { readonly type: 'custom' | 'CUSTOM'; readonly id: string }

const accountNames: Readonly<Record<AccountWord, AccountRole>> = {
  admin: 'manager',
  member: 'member',
  annotator: 'annotator',
}

const accountRoleNames: Readonly<Record<AccountRole, AccountWord>> = {
  admin: 'admin',
  manager: 'admin',
  publisher: 'member',
  member: 'member',
  reader: 'member',
  annotator: 'annotator',
}

const memberNames: Readonly<Record<MemberWord, MemberRole>> = {
  admin: 'manager',
  member: 'member',
  'read-only': 'reader',
  annotator: 'annotator',
}

const memberRoleNames: Readonly<Record<MemberRole, MemberWord>> = {
  manager: 'admin',
  member: 'member',
  reader: 'read-only',
  annotator: 'annotator',
}

const unknown = () => domainError('invalid', 'role_unknown', 'There is no such role.', { field: 'role' })

export const accountWord = (input: string): AccountWord => {
  const word = decodeEnum(domainRoles, input)
  if (word === undefined) throw unknown()
  return word
}

/** The vendor has no custom roles of accounts either. */
export const readAccountRole = (input: GivenRole): AccountWord => {
  if ('id' in input)
    throw domainError('invalid', 'custom_account_role', 'Custom roles of accounts are not supported.', {
      field: 'role',
    })
  return accountWord(input.name)
}

export const accountRoleNamed = (word: AccountWord): AccountRole => accountNames[word]

/** A user without a role on the domain is shown with the least privileged one. */
export const showAccountRole = (role: AccountRole | undefined, dialect: ClientVersion) => ({
  type: encodeEnum(dialect, 'predefined'),
  name: encodeEnum(dialect, role === undefined ? 'annotator' : accountRoleNames[role]),
})

export const memberRoleNamed = (input: string): MemberRole => {
  const word = decodeEnum(memberRoles, input)
  if (word === undefined) throw unknown()
  return memberNames[word]
}

export const readMemberRole = (input: GivenRole): { readonly name: MemberRole } | { readonly id: string } =>
  'id' in input ? { id: readId('Role', input.id) } : { name: memberRoleNamed(input.name) }

export const showMemberName = (name: MemberRole, dialect: ClientVersion) => ({
  type: encodeEnum(dialect, 'predefined'),
  name: encodeEnum(dialect, memberRoleNames[name]),
})

export const showMemberRole = ({ id, name, domainId }: Role, dialect: ClientVersion) => {
  const word = domainId === null ? (memberRoleNames as Readonly<Record<string, MemberWord>>)[name] : undefined
  return word === undefined
    ? { type: encodeEnum(dialect, 'custom'), id: idOf('Role', id), name }
    : { type: encodeEnum(dialect, 'predefined'), name: encodeEnum(dialect, word) }
}
