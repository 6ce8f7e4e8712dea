import { type Selectable, sql } from 'kysely'
import type { Credential, OriginDelegation } from '../../core/access/credentials/credential.ts'
import type {
  CredentialFilterKey,
  CredentialStore,
  SealedCredential,
} from '../../core/access/credentials/credential-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { keyset } from '../engine/keyset.ts'

export type CredentialsTable = {
  id: string
  user_id: string
  project_id: string | null
  type: string
  sealed_blob: string
  key_index: number
  extra: string
  made_with_kind: OriginDelegation['kind'] | null
  made_with_id: string | null
  created_at: number
}

export type SeenSignaturesTable = { hash: string; credential_id: string; expires_at: number | null }

const columns: Readonly<Record<CredentialFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
  user_id: { column: sql.ref('user_id'), kind: 'text' },
  type: { column: sql.ref('type'), kind: 'text' },
  project_id: { column: sql.ref('project_id'), kind: 'text' },
}

const read = (row: Selectable<CredentialsTable>): SealedCredential => ({
  id: row.id,
  userId: row.user_id,
  projectId: row.project_id,
  type: row.type,
  sealedBlob: row.sealed_blob,
  keyIndex: row.key_index,
  extra: fromJson<Credential['extra']>(row.extra),
  madeWith:
    row.made_with_kind === null || row.made_with_id === null
      ? null
      : { kind: row.made_with_kind, id: row.made_with_id },
  createdAt: row.created_at,
})

export const credentialStore = (db: Db): CredentialStore => {
  const { name: dialect, q } = db
  const all = () => q.selectFrom('credentials').selectAll()
  const idsOf = async (deleting: { execute(): Promise<readonly { id: string }[]> }) =>
    (await deleting.execute()).map(({ id }) => id)
  return {
    insert: (given) =>
      mapConstraintErrors(async () =>
        read(
          await q
            .insertInto('credentials')
            .values({
              id: given.id,
              user_id: given.userId,
              project_id: given.projectId,
              type: given.type,
              sealed_blob: given.sealedBlob,
              key_index: given.keyIndex,
              extra: json(given.extra),
              made_with_kind: given.madeWith?.kind ?? null,
              made_with_id: given.madeWith?.id ?? null,
              created_at: given.createdAt,
            })
            .returningAll()
            .executeTakeFirstOrThrow(),
        ),
      ),
    async get(id) {
      if (id.includes('\0')) return undefined
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row && read(row)
    },
    async list({ where, page }) {
      const found = where.reduce(
        (rows, filter) => rows.where(filterSql(dialect, columns[filter.key], filter)),
        all(),
      )
      const start = page.after === undefined ? undefined : { id: page.after }
      const rows = await keyset(found, undefined, start)
        .limit(page.limit + 1)
        .execute()
      return slice(rows, page.limit, read)
    },
    async countOf(userId) {
      const { count } = await q
        .selectFrom('credentials')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async update(id, { sealedBlob, keyIndex }) {
      const row = await q
        .updateTable('credentials')
        .set({ sealed_blob: sealedBlob, key_index: keyIndex })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row && read(row)
    },
    async delete(id) {
      const { numDeletedRows } = await q
        .deleteFrom('credentials')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    deleteOfUser: (userId) =>
      idsOf(q.deleteFrom('credentials').where('user_id', '=', userId).returning('id')),
    deleteOfProject: (projectId) =>
      idsOf(q.deleteFrom('credentials').where('project_id', '=', projectId).returning('id')),
    deleteOfDelegation: (kind, id) =>
      idsOf(
        q
          .deleteFrom('credentials')
          .where('made_with_kind', '=', kind)
          .where('made_with_id', '=', id)
          .returning('id'),
      ),
    async deleteOfDomain(domainId) {
      const { numDeletedRows } = await q
        .deleteFrom('credentials')
        .where(({ eb, or }) =>
          or([
            eb('user_id', 'in', q.selectFrom('users').select('id').where('domain_id', '=', domainId)),
            eb('project_id', 'in', q.selectFrom('projects').select('id').where('domain_id', '=', domainId)),
          ]),
        )
        .executeTakeFirstOrThrow()
      return Number(numDeletedRows)
    },
    async sealedBefore(keyIndex, limit) {
      const rows = await all().where('key_index', '<', keyIndex).orderBy('key_index').limit(limit).execute()
      return rows.map(read)
    },
    async reseal(id, from, { sealedBlob, keyIndex }) {
      const { numUpdatedRows } = await q
        .updateTable('credentials')
        .set({ sealed_blob: sealedBlob, key_index: keyIndex })
        .where('id', '=', id)
        .where('sealed_blob', '=', from)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    rememberSignature: ({ hash, credentialId, expiresAt }) =>
      mapConstraintErrors(
        async () => {
          const row = await q
            .insertInto('seen_signatures')
            .values({ hash, credential_id: credentialId, expires_at: expiresAt })
            .onConflict((conflict) => conflict.column('hash').doNothing())
            .returning('hash')
            .executeTakeFirst()
          return row !== undefined
        },
        () => notFound('credential', credentialId),
      ),
    purgeExpiredSignatures: (expiredAt, limit) =>
      deleteSome(
        db,
        'seen_signatures',
        { column: 'expires_at', where: sql`expires_at < ${expiredAt}` },
        limit,
      ),
  }
}
