import { checkOption } from '../../directory/domain-configuration/check-options.ts'
import { toStored } from '../../directory/domain-configuration/stored-options.ts'
import { newManagedGroup, newManagedUser } from '../../directory/external/managed-fields.ts'
import type { Mapping } from '../../directory/external/managed-row-store.ts'
import { publicId } from '../../directory/external/public-id.ts'
import { namesOfUser } from './bring-users.ts'
import type { Imported } from './imported.ts'
import type { SourceRow } from './keystone-source.ts'
import { type ImportNoun, partOf, type Reading, type ReadRow } from './noun.ts'
import { rowKey } from './row-key.ts'
import { CannotCome, idOf, jsonOf, nameOf, orCannotCome, requiredText } from './source-values.ts'

/** An entry by its id in its directory. A reading of the directory finds the row by this id only. */
const entryOf = (row: SourceRow, type: Mapping['type'], { ports }: Reading): Mapping => {
  const entry = {
    publicId: idOf(row, 'public_id'),
    domainId: idOf(row, 'domain_id'),
    type,
    localId: requiredText(row, 'local_id', 255),
  }
  if (publicId(entry, ports.digests) !== entry.publicId)
    throw new CannotCome(
      'The public id is not the SHA-256 of domain, type and local id, which [identity_mapping] generator = sha256 makes.',
    )
  return entry
}

const inSql = () =>
  new CannotCome(
    "Keystone's database has it under its local id, since its domain has a driver for SQL of its own. Muster has no such ids.",
  )

const nothingElse = {
  enabled: false,
  email: null,
  description: null,
  defaultProjectId: null,
  extra: {},
} as const

/**
 * Users of LDAP directories, so that what refers to them is kept. The directory determines their attributes: the row is
 * disabled until Muster reads it there.
 */
export const directoryUsers: ImportNoun<'directory_user'> = {
  noun: 'directory_user',
  table: 'id_mapping',
  key: ['public_id'],
  related: [...namesOfUser('public_id'), partOf('inSql', ['local_user', 'user_id'], 'local_id', ['id'])],
  read(row, parts, at): ReadRow<'directory_user'> | undefined {
    if (row['entity_type'] !== 'user' || (parts['local'] ?? []).length > 0) return undefined
    if ((parts['inSql'] ?? []).length > 0) throw inSql()
    const entry = entryOf(row, 'user', at)
    const named = (name: string): Imported['directory_user'] => ({
      user: newManagedUser({ ...nothingElse, localId: entry.localId, name }, entry, at.now),
      entry,
    })
    const [nonlocal] = parts['nonlocal'] ?? []
    const name = nonlocal ? nameOf('user', nonlocal, 'name', 255) : entry.publicId
    return {
      value: named(name),
      name: { space: 'user', domainId: entry.domainId, name, id: entry.publicId },
      ifTaken: { name: entry.publicId, value: named(entry.publicId) },
      references: [{ kind: 'domain', id: entry.domainId, column: 'domain_id' }],
    }
  },
}

/** As `directoryUsers`. Keystone does not store the names of these groups. */
export const directoryGroups: ImportNoun<'directory_group'> = {
  noun: 'directory_group',
  table: 'id_mapping',
  key: ['public_id'],
  related: [partOf('inSql', ['group', 'id'], 'local_id', ['id'])],
  read(row, parts, at) {
    if (row['entity_type'] !== 'group') return undefined
    if ((parts['inSql'] ?? []).length > 0) throw inSql()
    const entry = entryOf(row, 'group', at)
    const { publicId: name, localId } = entry
    return {
      value: { group: newManagedGroup({ ...nothingElse, localId, name }, entry, at.now), entry },
      references: [{ kind: 'domain', id: entry.domainId, column: 'domain_id' }],
    }
  },
}

export const optionKey = ['domain_id', 'group', 'option'] as const

export const readOption = (row: SourceRow) =>
  checkOption(requiredText(row, 'group', 255), requiredText(row, 'option', 255), jsonOf(row, 'value') ?? null)

/** No reason contains the value, which may be a secret. */
const option =
  (table: 'whitelisted_config' | 'sensitive_config') =>
  (row: SourceRow, _parts: unknown, at: Reading): Pick<ReadRow<'domain_option'>, 'value' | 'references'> => {
    const rejected = at.rejectedOptions.get(rowKey(optionKey, row))
    if (rejected !== undefined) throw new CannotCome(rejected)
    const domainId = idOf(row, 'domain_id')
    const [stored] = toStored(domainId, [orCannotCome(() => readOption(row))], at)
    if (!stored) throw new CannotCome('It is no option.')
    if (table === 'sensitive_config' && !stored.sealed)
      throw new CannotCome('It is a secret at Keystone, and Muster would show it.')
    return {
      value: { domainId, option: stored, changedAt: at.now },
      references: [{ kind: 'domain', id: domainId, column: 'domain_id' }],
    }
  }

export const domainOptions: ImportNoun<'domain_option'> = {
  noun: 'domain_option',
  table: 'whitelisted_config',
  key: optionKey,
  read: option('whitelisted_config'),
}

export const sensitiveDomainOptions: ImportNoun<'sensitive_domain_option'> = {
  noun: 'sensitive_domain_option',
  table: 'sensitive_config',
  key: optionKey,
  isSecret: true,
  read: option('sensitive_config'),
}
