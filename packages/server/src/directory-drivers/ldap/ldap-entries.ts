import type { Entry } from 'ldapts'
import type { DirectoryGroup, DirectoryUser } from '../../core/directory/external/external-directory.ts'
import { type EntryOptions, isTrue, type LdapOptions } from './ldap-options.ts'

/** Names of attributes are compared ignoring case (RFC 4512). */
export const valuesOf = (entry: Entry, attribute: string): readonly string[] => {
  const wanted = attribute.toLowerCase()
  const name = Object.keys(entry).find((key) => key.toLowerCase() === wanted && key !== 'dn')
  const value = name === undefined ? [] : entry[name]
  const values = Array.isArray(value) ? value : [value]
  return values.filter((one) => typeof one === 'string')
}

const textAt = (entry: Entry, attribute: string | undefined, longest: number): string | null => {
  const [first] = attribute === undefined ? [] : valuesOf(entry, attribute)
  const text = first?.trim() ?? ''
  return text === '' || text.length > longest || /\0/.test(text) ? null : text
}

/** Fields of the APIs that an additional attribute cannot replace. */
const reserved = new Set([
  'default_project_id',
  'description',
  'domain_id',
  'email',
  'enabled',
  'id',
  'links',
  'name',
  'options',
  'password',
  'password_expires_at',
])

const extraOf = (entry: Entry, { additional }: EntryOptions): Readonly<Record<string, string>> =>
  Object.fromEntries(
    additional.flatMap(([attribute, field]) => {
      const value = reserved.has(field) ? null : textAt(entry, attribute, 1024)
      return value === null ? [] : [[field, value]]
    }),
  )

/** Characters of a name; longer ones cannot be stored. */
const longestName = 255
const longestId = 255

/** Of several values the first. */
export const localIdOf = (entry: Entry, { id }: EntryOptions): string | null => textAt(entry, id, longestId)

const named = (entry: Entry, options: EntryOptions) => {
  const localId = localIdOf(entry, options)
  const name = textAt(entry, options.name, longestName)
  if (localId === null || name === null) return undefined
  return {
    localId,
    name: name.normalize('NFC'),
    description: options.ignored.has('description') ? null : textAt(entry, options.description, 65_535),
    extra: extraOf(entry, options),
  }
}

/** As Keystone: a bit of a number, or a flag. Text that is neither true nor a number with that bit means disabled (T43). */
export const isEnabled = (entry: Entry, { enabled, user }: LdapOptions): boolean => {
  const stored = user.ignored.has('enabled') ? null : textAt(entry, enabled.attribute, 255)
  const value = stored ?? enabled.fallback
  if (enabled.mask !== 0) {
    const bits = Number(value)
    return Number.isInteger(bits) && (bits & enabled.mask) !== enabled.mask
  }
  return isTrue(value) !== enabled.inverted
}

/** Undefined for an entry without a usable id or name. `isMember`: whether emulation counts the user as enabled. */
export const toUser = (
  entry: Entry,
  options: LdapOptions,
  isMember: (entry: Entry) => boolean,
): DirectoryUser | undefined => {
  const base = named(entry, options.user)
  if (!base) return undefined
  return {
    ...base,
    enabled: options.enabled.emulated ? isMember(entry) : isEnabled(entry, options),
    email: options.user.ignored.has('email') ? null : textAt(entry, options.user.mail, 320),
    defaultProjectId: textAt(entry, options.user.defaultProject, 64),
  }
}

export const toGroup = (entry: Entry, { group }: LdapOptions): DirectoryGroup | undefined =>
  named(entry, group)

/** The attributes that entries of users and groups are read with. */
export const userAttributes = ({ user, enabled }: LdapOptions): readonly string[] => [
  ...new Set([
    user.id,
    user.name,
    user.description,
    user.mail,
    ...(user.defaultProject === undefined ? [] : [user.defaultProject]),
    enabled.attribute,
    ...user.additional.map(([attribute]) => attribute),
  ]),
]

export const groupAttributes = ({ group }: LdapOptions): readonly string[] => [
  ...new Set([group.id, group.name, group.description, ...group.additional.map(([attribute]) => attribute)]),
]
