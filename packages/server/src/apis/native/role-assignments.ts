import type { roleAssignments as contract } from '@muster/contract/native/role-assignments.ts'
import type { Actor, AssignmentTarget } from '../../core/directory/assignments/assignment.ts'
import { grantRole, revokeRole } from '../../core/directory/assignments/grant-role.ts'
import { type AssignmentRow, listAssignments } from '../../core/directory/assignments/list-assignments.ts'
import { masked } from '../../core/kernel/operation.ts'
import { invalidParameter, nextCursor, type RawQuery, readChoice, readPage, readText } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { showScope } from './scopes.ts'

const show = ({ actor, target, roleId, inherited, source }: AssignmentRow) => ({
  role_id: roleId,
  user_id: actor.type === 'user' ? actor.id : null,
  group_id: actor.type === 'group' ? actor.id : null,
  scope: showScope(target),
  inherited,
  source: source
    ? {
        group_id: source.groupId ?? null,
        inherited_from: source.from ? showScope(source.from) : null,
        implied_by: source.priorId ?? null,
      }
    : null,
})

/** `system`, `domain:<id>` or `project:<id>`. */
const readScope = (query: RawQuery): AssignmentTarget | undefined => {
  const text = readText(query, 'scope')
  if (text === undefined) return undefined
  if (text === 'system') return { type: 'system' }
  const [, type, id] = /^(domain|project):(.{1,255})$/s.exec(text) ?? []
  if (id === undefined) throw invalidParameter('scope', 'must be system, domain:<id> or project:<id>')
  return { type: type === 'domain' ? 'domain' : 'project', id }
}

const readId = (query: RawQuery, name: string): string | undefined => {
  const id = readText(query, name)
  if (id === '') throw invalidParameter(name, 'must not be empty')
  return id
}

const readActor = (query: RawQuery): Actor | undefined => {
  const [user, group] = [readId(query, 'user_id'), readId(query, 'group_id')]
  if (user !== undefined && group !== undefined)
    throw invalidParameter('group_id', 'must be absent if user_id is present')
  if (user !== undefined) return { type: 'user', id: user }
  return group === undefined ? undefined : { type: 'group', id: group }
}

const readInherited = (query: RawQuery): boolean | undefined => {
  const choice = readChoice(query, 'inherited', ['true', 'false'] as const)
  return choice === undefined ? undefined : choice === 'true'
}

/** The assignment that the path and the query of a request identify. */
const readGrant = (actor: Actor, roleId: string, query: RawQuery) => {
  const target = readScope(query)
  if (!target) throw invalidParameter('scope', 'is required')
  return { actor, target, roleId, inherited: readInherited(query) ?? false }
}

export const roleAssignments = {
  async listRoleAssignments({ query }, context) {
    const page = readPage('role-assignments', query, context)
    const after = page.from?.value
    const { rows, next } = await context.run(masked(listAssignments), {
      actor: readActor(query),
      roleId: readId(query, 'role_id'),
      target: readScope(query),
      inherited: readInherited(query),
      effective: readChoice(query, 'effective', ['true', 'false'] as const) === 'true',
      page: { limit: page.limit, ...(typeof after === 'string' ? { after } : {}) },
    })
    const position = ({ actor }: AssignmentRow) => ({ id: actor.id, value: next ?? null })
    return {
      status: 200,
      body: {
        role_assignments: rows.map(show),
        next_cursor: nextCursor({ rows, more: next !== undefined }, page, position, context),
      },
    }
  },

  async grantUserRole({ params, query }, context) {
    const grant = readGrant({ type: 'user', id: params.user_id }, params.role_id, query)
    await context.run(masked(grantRole), grant)
    return { status: 204 }
  },

  async revokeUserRole({ params, query }, context) {
    const grant = readGrant({ type: 'user', id: params.user_id }, params.role_id, query)
    await context.run(masked(revokeRole), grant)
    return { status: 204 }
  },

  async grantGroupRole({ params, query }, context) {
    const grant = readGrant({ type: 'group', id: params.group_id }, params.role_id, query)
    await context.run(masked(grantRole), grant)
    return { status: 204 }
  },

  async revokeGroupRole({ params, query }, context) {
    const grant = readGrant({ type: 'group', id: params.group_id }, params.role_id, query)
    await context.run(masked(revokeRole), grant)
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
