import { sql } from 'kysely'
import type { NounName } from '../../core/accounts/keystone-import/imported.ts'
import type {
  KeptOut,
  KeystoneImportStore,
  Referable,
} from '../../core/accounts/keystone-import/keystone-import-store.ts'
import { nameKey } from '../../core/accounts/keystone-import/name-key.ts'
import { isDomainError } from '../../core/kernel/domain-error.ts'
import { fold } from '../../core/kernel/text.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { putMany } from '../engine/put-rows.ts'
import { findIds } from '../engine/results.ts'
import { removers } from './keystone-import-removal.ts'
import { writers } from './keystone-import-rows.ts'
import { replaceRole } from './replace-role.ts'

export type KeystoneRowsTable = { noun: NounName; key: string; digest: string; place: number }

const tables: Readonly<Record<Referable, string>> = {
  domain: 'domains',
  project: 'projects',
  user: 'users',
  group: 'groups',
  role: 'roles',
  region: 'regions',
  service: 'services',
  endpoint: 'endpoints',
  registered_limit: 'registered_limits',
  policy: 'policies',
  endpoint_group: 'endpoint_groups',
  access_rule: 'access_rules',
  trust: 'trusts',
  consumer: 'oauth1_consumers',
  identity_provider: 'identity_providers',
}

/** Tables whose rows stay after a deletion. */
const softDeleted: readonly Referable[] = ['user', 'trust']

/** What a row violates: a constraint, or what the database can store. */
const isOfRow = (error: unknown): boolean => {
  const { code, errcode } = error as { code?: string; errcode?: number }
  return /^2[23]/.test(code ?? '') || (errcode !== undefined && (errcode & 0xff) === 19)
}

const reasonOf = (error: unknown): string => {
  const ofRow = ['conflict', 'invalid', 'failed_precondition'] as const
  for (const kind of ofRow) if (isDomainError(error, kind)) return error.message
  if (isOfRow(error)) return 'A constraint of the database rejects it.'
  throw error
}

/** Everything of `work`, or nothing when a row violates a constraint. */
const inSavepoint = async ({ q }: Db, work: () => Promise<void>): Promise<unknown> => {
  await sql`savepoint keystone_rows`.execute(q)
  try {
    await mapConstraintErrors(work)
  } catch (error) {
    await sql`rollback to savepoint keystone_rows`.execute(q)
    await sql`release savepoint keystone_rows`.execute(q)
    return error
  }
  await sql`release savepoint keystone_rows`.execute(q)
  return undefined
}

/** Does `work` with all items, or with each alone when a constraint rejects that. Returns what a constraint kept out. */
const allOrEach = async <T>(
  db: Db,
  items: readonly T[],
  work: (some: readonly T[]) => Promise<void>,
): Promise<readonly KeptOut[]> => {
  const failure = await inSavepoint(db, () => work(items))
  if (failure === undefined) return []
  reasonOf(failure)
  const keptOut: KeptOut[] = []
  for (const [index, item] of items.entries()) {
    const alone = await inSavepoint(db, () => work([item]))
    if (alone !== undefined) keptOut.push({ index, reason: reasonOf(alone) })
  }
  return keptOut
}

export const keystoneImportStore = (db: Db): KeystoneImportStore => {
  const { name: dialect, q } = db
  return {
    async digests(noun, keys) {
      const rows = await q
        .selectFrom('keystone_rows')
        .select(['key', 'digest'])
        .where('noun', '=', noun)
        .where(inList(dialect, sql.ref('key'), keys))
        .execute()
      return new Map(rows.map(({ key, digest }) => [key, digest]))
    },
    async record(noun, rows) {
      const { last } = await q
        .selectFrom('keystone_rows')
        .select(({ fn }) => fn.max('place').as('last'))
        .where('noun', '=', noun)
        .executeTakeFirstOrThrow()
      await putMany(db, {
        table: 'keystone_rows',
        key: ['noun', 'key'],
        update: ['digest'],
        rows: rows.map(({ key, digest }, i) => ({ noun, key, digest, place: (last ?? 0) + i + 1 })),
      })
    },
    async keys(noun) {
      const rows = await q
        .selectFrom('keystone_rows')
        .select('key')
        .where('noun', '=', noun)
        .orderBy('place')
        .execute()
      return rows.map(({ key }) => key)
    },
    async existing(kind, ids) {
      const alive = softDeleted.includes(kind) ? sql`and deleted_at is null` : sql``
      const { rows } = await sql<{ id: string }>`select id from ${sql.table(tables[kind])}
        where ${inList(dialect, sql.ref('id'), ids)} ${alive}`.execute(q)
      return new Set(rows.map(({ id }) => id))
    },
    async deletedUsers(ids) {
      const found = await findIds(
        q
          .selectFrom('users')
          .select('id')
          .where(inList(dialect, sql.ref('id'), ids))
          .where('deleted_at', 'is not', null),
      )
      return new Set(found)
    },
    async owners(space, names) {
      const domains = [...new Set(names.map(({ domainId }) => domainId ?? ''))]
      const folded = [...new Set(names.map(({ name }) => fold(name)))]
      const found = new Map<string, string>()
      for (const table of ['duplicate_names', 'unique_names'] as const) {
        const rows = await q
          .selectFrom(table)
          .selectAll()
          .where('space', '=', space)
          .where(inList(dialect, sql.ref('domain_id'), domains))
          .where(inList(dialect, sql.ref('folded'), folded))
          .execute()
        for (const row of rows)
          found.set(nameKey({ domainId: row.domain_id, name: row.folded }), row.owner_id)
      }
      return found
    },
    write: (noun, values) => allOrEach(db, values, (some) => writers[noun](db, some)),
    async remove(noun, keys) {
      const kept = await allOrEach(db, keys, async (some) => {
        await removers[noun]?.(db, some)
        await q
          .deleteFrom('keystone_rows')
          .where('noun', '=', noun)
          .where(inList(dialect, sql.ref('key'), some))
          .execute()
      })
      return kept.flatMap(({ index }) => keys[index] ?? [])
    },
    replaceRole: (id, by) => replaceRole(db, id, by),
    async deleteProject(id) {
      await q
        .deleteFrom('assignments')
        .where('target_type', '=', 'project')
        .where('target_id', '=', id)
        .execute()
      await q.deleteFrom('project_tags').where('project_id', '=', id).execute()
      await q.deleteFrom('projects').where('id', '=', id).execute()
    },
    async deleteOwnService() {
      const own = sql`select s.id from services s where s.type = 'identity'
        and not exists (select 1 from keystone_rows k where k.noun = 'service' and k.key = s.id)
        and exists (select 1 from endpoints e where e.service_id = s.id)
        and not exists (select 1 from endpoints e where e.service_id = s.id and e.url not like '$(public\\_endpoint)s%' escape '\\')`
      const { rows } = await sql<{ id: string }>`${own}`.execute(q)
      const ids = rows.map(({ id }) => id)
      await q
        .deleteFrom('endpoints')
        .where(inList(dialect, sql.ref('service_id'), ids))
        .execute()
      await q
        .deleteFrom('services')
        .where(inList(dialect, sql.ref('id'), ids))
        .execute()
      return ids.length
    },
  }
}
