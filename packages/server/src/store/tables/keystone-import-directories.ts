import type { ImportedOption } from '../../core/accounts/keystone-import/imported.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { readOnlyDirectory } from '../../core/kernel/managed/managed-guard.ts'
import type { Db } from '../engine/dialect.ts'
import { putMany } from '../engine/put-rows.ts'
import { domainOptionStore } from './domain-options.ts'
import { groupToRow } from './group-rows.ts'
import type { Writers } from './keystone-import-rows.ts'
import { managedRowStore, mappingToRow } from './managed-rows.ts'
import { revocationStore } from './revocations.ts'
import { sessionStore } from './sessions.ts'
import { userToRow } from './users.ts'

/** Rejects users and groups of Keystone in a domain whose users come from a directory. */
export const assertOwnUsers = async (db: Db, domainIds: readonly string[]): Promise<void> => {
  const external = new Set(await domainOptionStore(db).externalDomains())
  if (domainIds.some((id) => external.has(id))) throw readOnlyDirectory()
}

/** As `changeConfiguration`, except that tokens of Keystone stay valid when the domain gets its directory. */
const putOptions = async (db: Db, values: readonly ImportedOption[]): Promise<void> => {
  const [options, managed] = [domainOptionStore(db), managedRowStore(db)]
  for (const [domainId, of] of Map.groupBy(values, (value) => value.domainId)) {
    const before = await options.isExternal(domainId)
    await options.set(
      domainId,
      of.map(({ option }) => option),
    )
    const after = await options.isExternal(domainId)
    if (after && !before && (await managed.hasLocal(domainId)))
      throw domainError(
        'failed_precondition',
        'domain_not_empty',
        'The domain has users or groups of its own, which its directory would hide.',
      )
    if (before && !after) await endDirectory(db, domainId, of[0]?.changedAt ?? 0)
  }
}

const endDirectory = async (db: Db, domainId: string, now: number): Promise<void> => {
  await managedRowStore(db).disableAll(domainId, now)
  await sessionStore(db).closeOfDomain(domainId)
  await revocationStore(db).insert({ domainId, issuedBefore: Math.floor(now / 1000), revokedAt: now })
}

/** Rows that exist stay: the directory has determined them since. */
export const directoryWriters: Pick<
  Writers,
  'directory_user' | 'directory_group' | 'domain_option' | 'sensitive_domain_option'
> = {
  async directory_user(db, values) {
    const rows = values.map(({ user }) => userToRow(user))
    await putMany(db, { table: 'users', key: ['id'], update: [], rows })
    await putEntries(
      db,
      values.map(({ entry }) => entry),
    )
  },
  async directory_group(db, values) {
    const rows = values.map(({ group }) => groupToRow(group))
    await putMany(db, { table: 'groups', key: ['id'], update: [], rows })
    await putEntries(
      db,
      values.map(({ entry }) => entry),
    )
  },
  domain_option: putOptions,
  sensitive_domain_option: putOptions,
}

const putEntries = (db: Db, entries: readonly Parameters<typeof mappingToRow>[0][]): Promise<void> =>
  putMany(db, { table: 'id_mapping', key: ['public_id'], rows: entries.map(mappingToRow) })
