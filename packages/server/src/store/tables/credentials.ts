import { type Selectable, sql } from 'kysely'
import type { Credential, OriginDelegation } from '../../core/access/credentials/credential.ts'
import type {
  CredentialFilterKey,
  CredentialStore,
  SealedCredential,
} from '../../core/access/credentials/credential-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import {
  countDeleted,
  countRows,
  findIds,
  findRows,
  hasRow,
  hasUpdated,
  rowCount,
} from '../engine/results.ts'

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

const columns: Readonly<Record<CredentialFilterKey, FilterColumn>> = columnsOf(
  'text',
  'id',
  'user_id',
  'type',
  'project_id',
)

const fromRow = (row: Selectable<CredentialsTable>): SealedCredential => ({
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

export const credentialToRow = (credential: SealedCredential): CredentialsTable => ({
  id: credential.id,
  user_id: credential.userId,
  project_id: credential.projectId,
  type: credential.type,
  sealed_blob: credential.sealedBlob,
  key_index: credential.keyIndex,
  extra: json(credential.extra),
  made_with_kind: credential.madeWith?.kind ?? null,
  made_with_id: credential.madeWith?.id ?? null,
  created_at: credential.createdAt,
})

export const credentialStore = (db: Db): CredentialStore => {
  const { q } = db
  const credentials = keysetTable(db, 'credentials', { fromRow, columns })
  return {
    get: credentials.get,
    list: credentials.list,
    delete: credentials.delete,
    insert: (credential) => credentials.insert(credentialToRow(credential)),
    update: (id, { sealedBlob, keyIndex }) =>
      credentials.update(id, { sealed_blob: sealedBlob, key_index: keyIndex }),
    countOf: (userId) =>
      countRows(q.selectFrom('credentials').select(rowCount).where('user_id', '=', userId)),
    deleteOfUser: (userId) =>
      findIds(q.deleteFrom('credentials').where('user_id', '=', userId).returning('id')),
    deleteOfProject: (projectId) =>
      findIds(q.deleteFrom('credentials').where('project_id', '=', projectId).returning('id')),
    deleteOfDelegation: (kind, id) =>
      findIds(
        q
          .deleteFrom('credentials')
          .where('made_with_kind', '=', kind)
          .where('made_with_id', '=', id)
          .returning('id'),
      ),
    deleteOfDomain: (domainId) =>
      countDeleted(
        q
          .deleteFrom('credentials')
          .where(({ eb, or }) =>
            or([
              eb('user_id', 'in', q.selectFrom('users').select('id').where('domain_id', '=', domainId)),
              eb('project_id', 'in', q.selectFrom('projects').select('id').where('domain_id', '=', domainId)),
            ]),
          ),
      ),
    sealedBefore: (keyIndex, limit) =>
      findRows(
        q
          .selectFrom('credentials')
          .selectAll()
          .where('key_index', '<', keyIndex)
          .orderBy('key_index')
          .limit(limit),
        fromRow,
      ),
    reseal: (id, from, { sealedBlob, keyIndex }) =>
      hasUpdated(
        q
          .updateTable('credentials')
          .set({ sealed_blob: sealedBlob, key_index: keyIndex })
          .where('id', '=', id)
          .where('sealed_blob', '=', from),
      ),
    useSignature: ({ hash, credentialId, expiresAt }) =>
      mapConstraintErrors(
        () =>
          hasRow(
            q
              .insertInto('seen_signatures')
              .values({ hash, credential_id: credentialId, expires_at: expiresAt })
              .onConflict((conflict) => conflict.column('hash').doNothing())
              .returning('hash'),
          ),
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
