import { sql } from 'kysely'
import type { GroupStore } from '../../core/directory/groups/group-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'

export type ExpiringMembershipsTable = {
  user_id: string
  group_id: string
  idp_id: string
  expires_at: number
}

type ExpiringMemberships = Pick<GroupStore, 'renewMemberships' | 'purgeExpiredMemberships'>

/** Memberships that a sign-in at an identity provider renews. */
export const expiringMemberships = (db: Db): ExpiringMemberships => {
  const { q } = db
  return {
    async renewMemberships({ userId, identityProviderId, groupIds, expiresAt, now }) {
      const rows = await q
        .selectFrom('expiring_memberships')
        .select(['group_id', 'expires_at'])
        .where('user_id', '=', userId)
        .where('idp_id', '=', identityProviderId)
        .execute()
      const before = rows.flatMap((row) => (Number(row.expires_at) > now ? [row.group_id] : []))
      await q
        .deleteFrom('expiring_memberships')
        .where('user_id', '=', userId)
        .where('idp_id', '=', identityProviderId)
        .execute()
      if (groupIds.length > 0)
        await mapConstraintErrors(
          () =>
            q
              .insertInto('expiring_memberships')
              .values(
                groupIds.map((groupId) => ({
                  user_id: userId,
                  group_id: groupId,
                  idp_id: identityProviderId,
                  expires_at: expiresAt,
                })),
              )
              .execute(),
          () => notFound('group', groupIds.join()),
        )
      return {
        added: groupIds.filter((id) => !before.includes(id)),
        removed: before.filter((id) => !groupIds.includes(id)),
      }
    },
    purgeExpiredMemberships: (now, limit) =>
      deleteSome(
        db,
        'expiring_memberships',
        { column: 'expires_at', where: sql`expires_at <= ${now}` },
        limit,
      ),
  }
}
