import type { UserOptions } from '../../directory/users/user.ts'
import { normalizeOptions } from '../../directory/users/user-options.ts'
import type { SourceRow } from './keystone-source.ts'
import { type ImportNoun, type Parts, partOf, type Reading, type RelatedPart } from './noun.ts'
import {
  CannotCome,
  flagOf,
  idOf,
  jsonOf,
  microsecondsOf,
  nameOf,
  objectOf,
  optionalId,
  optionalText,
  orCannotCome,
  takeText,
  timeOf,
} from './source-values.ts'

/** Keystone's identifiers of user options. */
const flagOptions = {
  '1000': 'ignore_change_password_upon_first_use',
  '1001': 'ignore_password_expiry',
  '1002': 'ignore_lockout_failure_attempts',
  '1003': 'lock_password',
  '1004': 'ignore_user_inactivity',
  MFAE: 'multi_factor_auth_enabled',
} as const satisfies Readonly<Record<string, keyof UserOptions>>

const factorRules = 'MFAR'

const isRules = (value: unknown): value is readonly (readonly string[])[] =>
  Array.isArray(value) &&
  value.every((rule) => Array.isArray(rule) && rule.every((method) => typeof method === 'string'))

const optionsOf = (rows: readonly SourceRow[]): UserOptions => {
  const options: Record<string, unknown> = {}
  for (const row of rows) {
    const value = jsonOf(row, 'option_value')
    if (value === undefined) continue
    const id = String(row['option_id'])
    const [, name] = Object.entries(flagOptions).find(([known]) => known === id) ?? []
    if (name !== undefined && typeof value === 'boolean') options[name] = value
    else if (id === factorRules && isRules(value)) options['multi_factor_auth_rules'] = value
    else throw new CannotCome(`The option ${id} has an unknown value or is unknown.`)
  }
  return orCannotCome(() => normalizeOptions(options as UserOptions))
}

const maxPasswords = 100

/** A password whose hash Muster cannot verify would never be accepted. */
const passwordsOf = (userId: string, rows: readonly SourceRow[], { ports }: Reading) =>
  rows
    .filter((row) => row['password_hash'] !== null)
    .slice(-maxPasswords)
    .map((row) => {
      const hash = String(row['password_hash'])
      if (!ports.passwords.canVerify(hash))
        throw new CannotCome('The form or the cost of a password hash is not supported.')
      const expiresAt = microsecondsOf(row, 'expires_at_int') ?? timeOf(row, 'expires_at')
      const created = microsecondsOf(row, 'created_at_int')
      return {
        userId,
        hash,
        createdAt: Math.floor((created === 0 ? null : created) ?? timeOf(row, 'created_at') ?? 0),
        expiresAt: expiresAt === null ? null : Math.floor(expiresAt),
        selfService: flagOf(row, 'self_service'),
      }
    })

/** A federated user has only a display name, which is the user name that Keystone shows. */
const nameFrom = (parts: Parts): string => {
  const [local] = parts['local'] ?? []
  const [nonlocal] = parts['nonlocal'] ?? []
  const [federated] = parts['federated'] ?? []
  const named = local ?? nonlocal
  if (named) return nameOf('user', named, 'name', 255)
  if (!federated) throw new CannotCome('The user has neither a name nor a federated identity.')
  return nameOf('user', federated, federated['display_name'] === null ? 'unique_id' : 'display_name', 255)
}

/** A user that a sign-in at an identity provider created. */
export const isFederatedOnly = (parts: Parts): boolean =>
  (parts['local'] ?? []).length === 0 && (parts['nonlocal'] ?? []).length === 0

/** A user that an LDAP directory determines, which is a noun of its own. */
const isOfDirectory = (parts: Parts): boolean =>
  (parts['local'] ?? []).length === 0 && (parts['directory'] ?? []).length > 0

const failuresOf = (local: SourceRow | undefined) => {
  const count = Number(local?.['failed_auth_count'] ?? 0)
  const lastAt = local && timeOf(local, 'failed_auth_at')
  return count > 0 && lastAt ? { count: Math.min(count, 1_000_000), lastAt: Math.floor(lastAt) } : undefined
}

/** The names of a user, by the column `of` with its id. */
export const namesOfUser = (of: string): readonly RelatedPart[] => [
  partOf('local', ['local_user', 'user_id'], of, ['id']),
  partOf('nonlocal', ['nonlocal_user', 'user_id'], of, ['name']),
]

export const users: ImportNoun<'user'> = {
  noun: 'user',
  table: 'user',
  key: ['id'],
  related: [
    ...namesOfUser('id'),
    partOf('federated', ['federated_user', 'user_id'], 'id', ['id']),
    partOf('directory', ['id_mapping', 'public_id'], 'id', ['public_id']),
    partOf('options', ['user_option', 'user_id'], 'id', ['option_id']),
    {
      part: 'passwords',
      table: 'password',
      column: 'local_user_id',
      of: { part: 'local', column: 'id' },
      order: ['created_at_int', 'id'],
    },
  ],
  read(row, parts, at) {
    if (isOfDirectory(parts)) return undefined
    const id = idOf(row, 'id')
    const domainId = idOf(row, 'domain_id')
    const email = takeText(objectOf(row, 'extra'), 'email', 255)
    const description = takeText(email.rest, 'description', 65_535)
    const createdAt = Math.floor(timeOf(row, 'created_at') ?? at.now)
    const name = nameFrom(parts)
    const user = {
      id,
      domainId,
      name,
      kind: 'human',
      status: flagOf(row, 'enabled') ? 'active' : 'disabled',
      displayName: isFederatedOnly(parts) ? name : null,
      email: email.text,
      claimedEmail: null,
      description: description.text,
      defaultProjectId: optionalId(row, 'default_project_id'),
      // In Identity v3, every user may create application credentials.
      developer: true,
      options: optionsOf(parts['options'] ?? []),
      extra: description.rest,
      createdAt,
      updatedAt: at.now,
    } as const
    // A date without a time, in UTC.
    const lastActiveAt =
      optionalText(row, 'last_active_at', 40) === null ? null : timeOf(row, 'last_active_at')
    const value = {
      user,
      lastActiveAt,
      passwords: passwordsOf(id, parts['passwords'] ?? [], at),
      failures: failuresOf(parts['local']?.[0]),
    }
    return {
      value,
      // Names of users at identity providers need not be unique.
      ...(isFederatedOnly(parts) && {
        ifTaken: { name: id, value: { ...value, user: { ...user, name: id } } },
      }),
      name: { space: 'user', domainId, name, id },
      references: [{ kind: 'domain', id: domainId, column: 'domain_id' }],
    }
  },
}

export const groups: ImportNoun<'group'> = {
  noun: 'group',
  table: 'group',
  key: ['id'],
  read(row, _parts, { now }) {
    const value = {
      id: idOf(row, 'id'),
      domainId: idOf(row, 'domain_id'),
      name: nameOf('group', row, 'name', 64),
      description: optionalText(row, 'description', 65_535),
      extra: objectOf(row, 'extra'),
      managedBy: null,
      createdAt: now,
      updatedAt: now,
    }
    return {
      value,
      name: { space: 'group', domainId: value.domainId, name: value.name, id: value.id },
      references: [{ kind: 'domain', id: value.domainId, column: 'domain_id' }],
    }
  },
}

export const groupMembers: ImportNoun<'group_member'> = {
  noun: 'group_member',
  table: 'user_group_membership',
  key: ['user_id', 'group_id'],
  read(row, _parts, { now }) {
    const value = { groupId: idOf(row, 'group_id'), userId: idOf(row, 'user_id'), addedAt: now }
    return {
      value,
      references: [
        { kind: 'user', id: value.userId, column: 'user_id' },
        { kind: 'group', id: value.groupId, column: 'group_id' },
      ],
    }
  },
}
