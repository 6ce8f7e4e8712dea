import { type Generated, sql } from 'kysely'
import type { Revocation, RevocationStore } from '../../core/kernel/revocations/revocation.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'

export type RevocationsTable = {
  sequence: Generated<number>
  user_id: string | null
  project_id: string | null
  domain_id: string | null
  role_id: string | null
  trust_id: string | null
  consumer_id: string | null
  access_token_id: string | null
  audit_id: string | null
  audit_chain_id: string | null
  expires_at: number | null
  /** Unix seconds. */
  issued_before: number
  revoked_at: number
}

const names = {
  userId: 'user_id',
  projectId: 'project_id',
  domainId: 'domain_id',
  roleId: 'role_id',
  trustId: 'trust_id',
  consumerId: 'consumer_id',
  accessTokenId: 'access_token_id',
  auditId: 'audit_id',
  auditChainId: 'audit_chain_id',
  expiresAt: 'expires_at',
} as const satisfies Partial<Record<keyof Revocation, keyof RevocationsTable>>

export const revocationStore = (db: Db, { q } = db): RevocationStore => ({
  async insert(revocation) {
    const input = Object.entries(names).map(([key, column]) => [
      column,
      revocation[key as keyof typeof names] ?? null,
    ])
    await q
      .insertInto('revocations')
      .values({
        ...(Object.fromEntries(input) as Pick<RevocationsTable, (typeof names)[keyof typeof names]>),
        issued_before: revocation.issuedBefore,
        revoked_at: revocation.revokedAt,
      })
      .execute()
  },
  async newest(token) {
    // Every revocation event has at least one of these indexed attributes; the others must not contradict.
    const row = await q
      .selectFrom('revocations')
      .select(({ fn }) => fn.max('issued_before').as('newest'))
      .where(({ eb, or, and }) => {
        const matches = (column: 'user_id' | 'domain_id', values: readonly string[]) =>
          values.length === 0
            ? eb(column, 'is', null)
            : or([eb(column, 'is', null), eb(column, 'in', values)])
        const equals = (
          column:
            | 'project_id'
            | 'trust_id'
            | 'consumer_id'
            | 'access_token_id'
            | 'audit_id'
            | 'audit_chain_id',
          value: string | undefined,
        ) =>
          value === undefined ? eb(column, 'is', null) : or([eb(column, 'is', null), eb(column, '=', value)])
        const anchors = [
          eb('audit_id', '=', token.auditId),
          eb('audit_chain_id', '=', token.auditChainId),
          ...(token.userIds.length > 0 ? [eb('user_id', 'in', token.userIds)] : []),
          ...(token.domainIds.length > 0 ? [eb('domain_id', 'in', token.domainIds)] : []),
          ...(token.projectId === undefined ? [] : [eb('project_id', '=', token.projectId)]),
          ...(token.trustId === undefined ? [] : [eb('trust_id', '=', token.trustId)]),
          ...(token.consumerId === undefined ? [] : [eb('consumer_id', '=', token.consumerId)]),
          ...(token.accessTokenId === undefined ? [] : [eb('access_token_id', '=', token.accessTokenId)]),
        ]
        return and([
          or(anchors),
          matches('user_id', token.userIds),
          matches('domain_id', token.domainIds),
          equals('project_id', token.projectId),
          equals('trust_id', token.trustId),
          equals('consumer_id', token.consumerId),
          equals('access_token_id', token.accessTokenId),
          equals('audit_id', token.auditId),
          equals('audit_chain_id', token.auditChainId),
          eb('role_id', 'is', null),
        ])
      })
      .executeTakeFirst()
    return row?.newest ?? undefined
  },
  async list(since) {
    const all = q.selectFrom('revocations').selectAll().orderBy('sequence')
    const rows = await (since === undefined ? all : all.where('revoked_at', '>=', since)).execute()
    return rows.map((row): Revocation => {
      const named = Object.entries(names).map(([key, column]) => [key, row[column] ?? undefined])
      return {
        ...(Object.fromEntries(named) as Partial<Revocation>),
        issuedBefore: row.issued_before,
        revokedAt: row.revoked_at,
      }
    })
  },
  purgeExpired: (revokedBefore, limit) =>
    deleteSome(db, 'revocations', { column: 'revoked_at', where: sql`revoked_at < ${revokedBefore}` }, limit),
})
