import { type Selectable, type SqlBool, sql } from 'kysely'
import type { Invitation, InvitationMode } from '../../core/access/invitations/invitation.ts'
import type { InvitationStore } from '../../core/access/invitations/invitation-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { slice } from '../engine/column-filters.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { keyset } from '../engine/keyset.ts'

export type InvitationsTable = {
  id: string
  user_id: string
  domain_id: string
  email: string
  sent_to: string | null
  mode: InvitationMode
  secret_hash: string | null
  return_url: string | null
  invited_by: string | null
  created_at: number
  expires_at: number
}

const invitation = (row: Selectable<InvitationsTable>): Invitation => ({
  id: row.id,
  userId: row.user_id,
  domainId: row.domain_id,
  email: row.email,
  sentTo: row.sent_to ?? row.email,
  mode: row.mode,
  returnUrl: row.return_url,
  invitedBy: row.invited_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})

export const invitationStore = ({ q }: Db): InvitationStore => {
  const one = async (column: 'id' | 'user_id' | 'secret_hash', value: string) => {
    const row = await q.selectFrom('invitations').selectAll().where(column, '=', value).executeTakeFirst()
    return row && invitation(row)
  }
  const deleteOfUser: InvitationStore['deleteOfUser'] = async (userId) => {
    const { numDeletedRows } = await q
      .deleteFrom('invitations')
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  }
  return {
    put: (given) =>
      mapConstraintErrors(
        async () => {
          await deleteOfUser(given.userId)
          await q
            .insertInto('invitations')
            .values({
              id: given.id,
              user_id: given.userId,
              domain_id: given.domainId,
              email: given.email,
              sent_to: given.sentTo,
              mode: given.mode,
              secret_hash: given.secretHash,
              return_url: given.returnUrl,
              invited_by: given.invitedBy,
              created_at: given.createdAt,
              expires_at: given.expiresAt,
            })
            .execute()
        },
        () => notFound('user', given.userId),
      ),
    get: (id) => one('id', id),
    getBySecret: (secretHash) => one('secret_hash', secretHash),
    ofUser: (userId) => one('user_id', userId),
    async list({ domainId, limit, from }) {
      const open = q
        .selectFrom('invitations')
        .selectAll()
        .where(
          sql<SqlBool>`exists (select 1 from users where users.id = invitations.user_id
            and users.status = 'invited' and users.deleted_at is null)`,
        )
      const found = domainId === undefined ? open : open.where('domain_id', '=', domainId)
      const rows = await keyset(found, { column: 'created_at', descending: true }, from)
        .limit(limit + 1)
        .execute()
      return slice(rows, limit, invitation)
    },
    async take(secretHash) {
      const { numDeletedRows } = await q
        .deleteFrom('invitations')
        .where('secret_hash', '=', secretHash)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    deleteOfUser,
  }
}
