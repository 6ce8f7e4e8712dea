import { type Expression, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type {
  Actor,
  Assignment,
  AssignmentTarget,
  AssignmentTimes,
} from '../../core/directory/assignments/assignment.ts'
import type { AssignmentFilter, AssignmentStore } from '../../core/directory/assignments/assignment-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { inTime, slice } from '../engine/column-filters.ts'
import { flag } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db, DialectName } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { countDeleted } from '../engine/results.ts'

/** No foreign keys to actors and targets: they are in several tables, and a grant can outlive its actor. */
export type AssignmentsTable = {
  actor_type: Actor['type']
  actor_id: string
  target_type: AssignmentTarget['type']
  /** `''` for the system. */
  target_id: string
  role_id: string
  inherited: number
  created_at: number | null
  updated_at: number | null
}

const targetId = (target: AssignmentTarget): string => (target.type === 'system' ? '' : target.id)

const fromRow = (row: Selectable<AssignmentsTable>): Assignment => ({
  actor: { type: row.actor_type, id: row.actor_id },
  target: row.target_type === 'system' ? { type: 'system' } : { type: row.target_type, id: row.target_id },
  roleId: row.role_id,
  inherited: row.inherited === 1,
})

export const assignmentToRow = (
  { actor, target, roleId, inherited }: Assignment,
  { createdAt, updatedAt }: AssignmentTimes,
): AssignmentsTable => ({
  actor_type: actor.type,
  actor_id: actor.id,
  target_type: target.type,
  target_id: targetId(target),
  role_id: roleId,
  inherited: flag(inherited),
  created_at: createdAt,
  updated_at: updatedAt,
})

/** Pairs of type and id, one condition for each type. */
const anyPair = (
  dialect: DialectName,
  [type, id]: readonly [Expression<unknown>, Expression<unknown>],
  pairs: readonly (readonly [string, string])[],
): RawBuilder<SqlBool> => {
  const types = [...new Set(pairs.map(([ofType]) => ofType))]
  if (types.length === 0) return sql`1 = 0`
  const conditions = types.map((wanted) => {
    const ids = [...new Set(pairs.filter(([ofType]) => ofType === wanted).map(([, ofId]) => ofId))]
    return sql`(${type} = ${wanted} and ${inList(dialect, id, ids)})`
  })
  return sql`(${sql.join(conditions, sql` or `)})`
}

const conditions = (dialect: DialectName, filter: AssignmentFilter): readonly RawBuilder<SqlBool>[] => [
  ...(filter.actors
    ? [
        anyPair(
          dialect,
          [sql.ref('actor_type'), sql.ref('actor_id')],
          filter.actors.map(({ type, id }) => [type, id]),
        ),
      ]
    : []),
  ...(filter.targets
    ? [
        anyPair(
          dialect,
          [sql.ref('target_type'), sql.ref('target_id')],
          filter.targets.map((target) => [target.type, targetId(target)]),
        ),
      ]
    : []),
  ...(filter.roleIds ? [inList(dialect, sql.ref('role_id'), filter.roleIds)] : []),
  ...(filter.ofDomain === undefined
    ? []
    : [
        sql<SqlBool>`((target_type = 'domain' and target_id = ${filter.ofDomain}) or
          (target_type = 'project' and target_id in (select id from projects where domain_id = ${filter.ofDomain})))`,
      ]),
  ...(filter.inherited === undefined ? [] : [sql<SqlBool>`inherited = ${flag(filter.inherited)}`]),
  ...(filter.actorType === undefined ? [] : [sql<SqlBool>`actor_type = ${filter.actorType}`]),
  ...(filter.actorsFrom === undefined ? [] : [sql<SqlBool>`actor_id >= ${filter.actorsFrom}`]),
  ...(filter.exceptSystem ? [sql<SqlBool>`target_type <> 'system'`] : []),
  ...(filter.anyOf ? [anyOf(dialect, filter.anyOf)] : []),
]

const anyOf = (dialect: DialectName, filters: readonly AssignmentFilter[]): RawBuilder<SqlBool> =>
  sql`(${sql.join(
    filters.map((filter) => sql`(${sql.join(conditions(dialect, filter), sql` and `)})`),
    sql` or `,
  )})`

/** The order of the primary key. */
const placeOf = ({ actor, target, roleId, inherited }: Assignment) =>
  sql`(${sql.join([actor.id, targetId(target), roleId, flag(inherited), actor.type, target.type])})`
const place = sql`(actor_id, target_id, role_id, inherited, actor_type, target_type)`

export const assignmentStore = ({ name: dialect, q }: Db): AssignmentStore => {
  const deleteWhere = (filter: AssignmentFilter): Promise<number> =>
    countDeleted(
      conditions(dialect, filter).reduce(
        (rows, condition) => rows.where(condition),
        q.deleteFrom('assignments'),
      ),
    )
  const exactly = ({ actor, target, roleId, inherited }: Assignment): AssignmentFilter => ({
    actors: [actor],
    targets: [target],
    roleIds: [roleId],
    inherited,
  })
  const rowsOf = (filter: AssignmentFilter) =>
    conditions(dialect, filter)
      .reduce((found, condition) => found.where(condition), q.selectFrom('assignments').selectAll())
      .orderBy('actor_type', 'desc')
      .orderBy('actor_id')
      .orderBy('target_type')
      .orderBy('target_id')
      .orderBy('role_id')
      .orderBy('inherited')
      .execute()
  const list = async (filter: AssignmentFilter) => (await rowsOf(filter)).map(fromRow)
  return {
    async listPage(filter, { limit, after }) {
      const all = q.selectFrom('assignments').selectAll().where(inTime(dialect, sql`1 = 1`))
      const where = [
        ...conditions(dialect, filter),
        ...(after === undefined ? [] : [sql<SqlBool>`${place} > ${placeOf(after)}`]),
      ]
      const rows = await where
        .reduce((found, condition) => found.where(condition), all)
        .orderBy('actor_id')
        .orderBy('target_id')
        .orderBy('role_id')
        .orderBy('inherited')
        .orderBy('actor_type')
        .orderBy('target_type')
        .limit(limit + 1)
        .execute()
      return slice(rows, limit, fromRow)
    },
    async inheritedFrom(filter, limit) {
      const where = conditions(dialect, { ...filter, inherited: true, exceptSystem: true })
      const rows = await where
        .reduce(
          (found, condition) => found.where(condition),
          q.selectFrom('assignments').select('target_id').distinct().where(inTime(dialect, sql`1 = 1`)),
        )
        .limit(limit + 1)
        .execute()
      return slice(rows, limit, (row) => row.target_id)
    },
    async names(noun, ids) {
      // Reads only a few columns, because there are many users.
      const alive = noun === 'users' ? sql`and deleted_at is null` : sql``
      const { rows } = await sql<{ id: string; name: string; domain_id: string | null }>`
        select id, name, domain_id from ${sql.table(noun)} where ${inList(dialect, sql.ref('id'), ids)} ${alive}`.execute(
        q,
      )
      return rows.map((row) => ({ id: row.id, name: row.name, domainId: row.domain_id }))
    },
    insert: (input, times = { createdAt: null, updatedAt: null }) =>
      mapConstraintErrors(
        async () => {
          const { numInsertedOrUpdatedRows } = await q
            .insertInto('assignments')
            .values(assignmentToRow(input, times))
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirstOrThrow()
          return numInsertedOrUpdatedRows === 1n
        },
        () => notFound('role', input.roleId),
      ),
    delete: async (input) => (await deleteWhere(exactly(input))) > 0,
    has: async (input) => (await list(exactly(input))).length > 0,
    list,
    listTimed: async (filter) =>
      (await rowsOf(filter)).map((row) => ({
        ...fromRow(row),
        createdAt: row.created_at,
        updatedAt: row.updated_at,
      })),
    async listOnProjects({ domainId, depth, userId, exceptRoleIds, limit, after }) {
      let found = q
        .selectFrom('assignments as given')
        .innerJoin('projects as place', 'place.id', 'given.target_id')
        .innerJoin('projects as above', 'above.id', 'place.parent_id')
        .select(['given.target_id', 'given.actor_id', 'place.created_at as place_created_at'])
        .select(({ fn }) => [
          fn.min('given.role_id').as('role_id'),
          fn.min('given.created_at').as('created_at'),
          fn.max('given.updated_at').as('updated_at'),
        ])
        .where('given.target_type', '=', 'project')
        .where('given.actor_type', '=', 'user')
        .where('given.inherited', '=', 0)
        .where('place.domain_id', '=', domainId)
        .where('above.parent_id', depth === 2 ? '=' : '<>', domainId)
        .groupBy(['given.target_id', 'given.actor_id', 'place.created_at'])
      if (userId !== undefined) found = found.where('given.actor_id', '=', userId)
      if (exceptRoleIds.length > 0) found = found.where('given.role_id', 'not in', exceptRoleIds)
      if (after !== undefined)
        found = found.where(
          sql<SqlBool>`(given.target_id, given.actor_id) > (${after.projectId}, ${after.userId})`,
        )
      const rows = await found
        .orderBy('given.target_id')
        .orderBy('given.actor_id')
        .limit(limit + 1)
        .execute()
      return slice(rows, limit, (row) => ({
        userId: row.actor_id,
        projectId: row.target_id,
        projectCreatedAt: row.place_created_at,
        roleId: row.role_id,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
      }))
    },
    deleteOfActor: (actor) => deleteWhere({ actors: [actor] }),
    deleteOfTarget: (target) => deleteWhere({ targets: [target] }),
    deleteOfRole: (roleId) => deleteWhere({ roleIds: [roleId] }),
    async deleteOfDomain(domainId) {
      const owned = (table: 'users' | 'groups' | 'projects' | 'roles') =>
        q.selectFrom(table).select('id').where('domain_id', '=', domainId)
      return countDeleted(
        q
          .deleteFrom('assignments')
          .where(({ eb, or, and }) =>
            or([
              and([eb('actor_type', '=', 'user'), eb('actor_id', 'in', owned('users'))]),
              and([eb('actor_type', '=', 'group'), eb('actor_id', 'in', owned('groups'))]),
              eb('role_id', 'in', owned('roles')),
              and([eb('target_type', '<>', 'system'), eb('target_id', '=', domainId)]),
              and([eb('target_type', '=', 'project'), eb('target_id', 'in', owned('projects'))]),
            ]),
          ),
      )
    },
  }
}
