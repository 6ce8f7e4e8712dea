import { domainRoles, memberRoles } from '@muster/contract/arize/shapes.ts'
import type { AccountRole } from '../../core/directory/assignments/domain-role.ts'
import type { MemberRole } from '../../core/directory/members/member-role.ts'
import type { Role } from '../../core/directory/roles/role.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { type ClientVersion, hear, say } from './client-versions.ts'
import { idOf, readId } from './ids.ts'

type AccountWord = (typeof domainRoles)[number]
type MemberWord = (typeof memberRoles)[number]

/** A role as the clients send it. */
export type GivenRole =
  | { readonly type: 'predefined' | 'PREDEFINED'; readonly name: string }
  | { readonly type: 'custom' | 'CUSTOM'; readonly id: string }

const accountNames: Readonly<Record<AccountWord, AccountRole>> = {
  admin: 'manager',
  member: 'member',
  annotator: 'annotator',
}

const accountWords: Readonly<Record<AccountRole, AccountWord>> = {
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

const memberWords: Readonly<Record<MemberRole, MemberWord>> = {
  manager: 'admin',
  member: 'member',
  reader: 'read-only',
  annotator: 'annotator',
}

const unknown = () => domainError('invalid', 'role_unknown', 'There is no such role.', { field: 'role' })

export const accountWord = (given: string): AccountWord => {
  const word = hear(domainRoles, given)
  if (word === undefined) throw unknown()
  return word
}

/** Accounts have no roles of one's own, with the vendor neither. */
export const readAccountRole = (given: GivenRole): AccountWord => {
  if ('id' in given)
    throw domainError('invalid', 'custom_account_role', 'Custom roles of accounts are not supported.', {
      field: 'role',
    })
  return accountWord(given.name)
}

export const accountRoleNamed = (word: AccountWord): AccountRole => accountNames[word]

/** Who has no role on the domain is shown as what may do least. */
export const showAccountRole = (role: AccountRole | undefined, dialect: ClientVersion) => ({
  type: say(dialect, 'predefined'),
  name: say(dialect, role === undefined ? 'annotator' : accountWords[role]),
})

export const memberRoleNamed = (given: string): MemberRole => {
  const word = hear(memberRoles, given)
  if (word === undefined) throw unknown()
  return memberNames[word]
}

export const readMemberRole = (given: GivenRole): { readonly name: MemberRole } | { readonly id: string } =>
  'id' in given ? { id: readId('Role', given.id) } : { name: memberRoleNamed(given.name) }

export const showMemberName = (name: MemberRole, dialect: ClientVersion) => ({
  type: say(dialect, 'predefined'),
  name: say(dialect, memberWords[name]),
})

export const showMemberRole = ({ id, name, domainId }: Role, dialect: ClientVersion) => {
  const word = domainId === null ? (memberWords as Readonly<Record<string, MemberWord>>)[name] : undefined
  return word === undefined
    ? { type: say(dialect, 'custom'), id: idOf('Role', id), name }
    : { type: say(dialect, 'predefined'), name: say(dialect, word) }
}
