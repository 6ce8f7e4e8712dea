import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { AuthorityStore, BeyondQuery, Within } from '../../core/access/authority/authority-store.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'

/** Whether the target of the assignment `given` is outside. */
const outside = (within: Within): RawBuilder<SqlBool> => {
  switch (within.kind) {
    case 'system':
      return sql`given.target_type = 'system'`
    case 'domain':
      return sql`not (given.target_type = 'domain' and given.target_id = ${within.domainId}
        or given.target_type = 'project' and given.target_id in
          (select id from projects where domain_id = ${within.domainId} or id = ${within.domainId}))`
    case 'project':
      return sql`not (given.target_type = 'project' and given.target_id = ${within.projectId})`
    case 'nothing':
      return sql`1 = 1`
  }
}

const projectOutside = (within: Within): RawBuilder<SqlBool> => {
  switch (within.kind) {
    case 'system':
      return sql`1 = 0`
    case 'domain':
      return sql`trusts.project_id not in (select id from projects where domain_id = ${within.domainId})`
    case 'project':
      return sql`trusts.project_id <> ${within.projectId}`
    case 'nothing':
      return sql`1 = 1`
  }
}

export const authorityStore = ({ name: dialect, q }: Db): AuthorityStore => {
  /** The roles with these names and every role that implies one of them, transitively. */
  const strong = (roleNames: readonly string[]) => sql`strong (id) as (
    select id from roles where domain_id is null and ${inList(dialect, sql`lower(name)`, roleNames)}
    union
    select role_implications.prior_id from role_implications join strong on role_implications.implied_id = strong.id
  )`
  const beyond = ({ within }: BeyondQuery) =>
    sql`(${outside(within)} or given.role_id in (select id from strong))`
  const trustedRole =
    dialect === 'sqlite'
      ? sql`json_each(trusts.role_ids) as delegated`
      : sql`jsonb_array_elements_text(trusts.role_ids::jsonb) as delegated (value)`
  const trustBeyond = ({ within, now }: BeyondQuery) => sql`
    trusts.deleted_at is null and trusts.project_id is not null
    and (trusts.expires_at is null or trusts.expires_at > ${now})
    and (trusts.remaining_uses is null or trusts.remaining_uses > 0)
    and (${projectOutside(within)}
      or exists (select 1 from ${trustedRole} where delegated.value in (select id from strong)))`
  return {
    async usersBeyond(userIds, query) {
      const { rows } = await sql<{ id: string }>`
        with recursive ${strong(query.roleNames)}
        select users.id from users where ${inList(dialect, sql.ref('users.id'), userIds)} and (
          exists (select 1 from assignments as given
            where given.actor_id = users.id and given.actor_type = 'user' and ${beyond(query)})
          or exists (select 1 from group_members
            join assignments as given on given.actor_id = group_members.group_id and given.actor_type = 'group'
            where group_members.user_id = users.id and ${beyond(query)})
          or exists (select 1 from trusts where trusts.trustee_id = users.id and ${trustBeyond(query)})
        )`.execute(q)
      return new Set(rows.map(({ id }) => id))
    },
    async groupBeyond(groupId, query) {
      const { rows } = await sql`
        with recursive ${strong(query.roleNames)}
        select 1 from assignments as given
        where given.actor_id = ${groupId} and given.actor_type = 'group' and ${beyond(query)} limit 1`.execute(
        q,
      )
      return rows.length > 0
    },
  }
}
