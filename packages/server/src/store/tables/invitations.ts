import { type Selectable, type SqlBool, sql } from 'kysely'
import type { Invitation, InvitationMode } from '../../core/access/invitations/invitation.ts'
import type { InvitationStore, NewInvitation } from '../../core/access/invitations/invitation-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { newestFirst, readPage } from '../engine/keyset.ts'
import { findRow, hasDeleted } from '../engine/results.ts'

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

const fromRow = (row: Selectable<InvitationsTable>): Invitation => ({
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

const toRow = (invitation: NewInvitation): InvitationsTable => ({
  id: invitation.id,
  user_id: invitation.userId,
  domain_id: invitation.domainId,
  email: invitation.email,
  sent_to: invitation.sentTo,
  mode: invitation.mode,
  secret_hash: invitation.secretHash,
  return_url: invitation.returnUrl,
  invited_by: invitation.invitedBy,
  created_at: invitation.createdAt,
  expires_at: invitation.expiresAt,
})

export const invitationStore = ({ q }: Db): InvitationStore => {
  const findBy = (column: 'id' | 'user_id' | 'secret_hash', value: string) =>
    findRow(q.selectFrom('invitations').selectAll().where(column, '=', value), fromRow)
  const deleteOfUser = (userId: string) =>
    hasDeleted(q.deleteFrom('invitations').where('user_id', '=', userId))
  return {
    put: (invitation) =>
      mapConstraintErrors(
        async () => {
          await deleteOfUser(invitation.userId)
          await q.insertInto('invitations').values(toRow(invitation)).execute()
        },
        () => notFound('user', invitation.userId),
      ),
    get: (id) => findBy('id', id),
    getBySecret: (secretHash) => findBy('secret_hash', secretHash),
    getByUser: (userId) => findBy('user_id', userId),
    async list({ domainId, limit, from }) {
      const open = q
        .selectFrom('invitations')
        .selectAll()
        .where(
          sql<SqlBool>`exists (select 1 from users where users.id = invitations.user_id
            and users.status = 'invited' and users.deleted_at is null)`,
        )
      const found = domainId === undefined ? open : open.where('domain_id', '=', domainId)
      return readPage(found, { limit, from, sort: newestFirst }, fromRow)
    },
    consume: (secretHash) => hasDeleted(q.deleteFrom('invitations').where('secret_hash', '=', secretHash)),
    deleteOfUser,
  }
}
