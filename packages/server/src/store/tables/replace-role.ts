import { sql } from 'kysely'
import type { Db } from '../engine/dialect.ts'

/**
 * Gives the role another id: a new row takes its name and everything that refers to it. What the role implies goes; the
 * roles of the other server bring their own implications.
 */
export const replaceRole = async ({ q }: Db, id: string, by: string): Promise<void> => {
  await sql`update roles set name = ${`replaced by ${by}`} where id = ${id}`.execute(q)
  await sql`insert into roles (id, domain_id, name, description, options, extra, created_at, updated_at)
    select ${by}, domain_id, ${`replaces ${id}`}, description, options, extra, created_at, updated_at
    from roles where id = ${id}`.execute(q)
  await sql`delete from role_implications where prior_id = ${id}`.execute(q)
  await sql`insert into role_implications (prior_id, implied_id)
    select prior_id, ${by} from role_implications where implied_id = ${id}`.execute(q)
  await sql`delete from role_implications where implied_id = ${id}`.execute(q)
  for (const table of ['assignments', 'application_credential_roles'] as const)
    await sql`update ${sql.table(table)} set role_id = ${by} where role_id = ${id}`.execute(q)
  const [old, next] = [JSON.stringify(id), JSON.stringify(by)]
  for (const table of ['trusts', 'oauth1_request_tokens', 'oauth1_access_tokens'] as const)
    await sql`update ${sql.table(table)} set role_ids = replace(role_ids, ${old}, ${next})
      where role_ids like ${`%${old}%`}`.execute(q)
  await sql`delete from roles where id = ${id}`.execute(q)
}
