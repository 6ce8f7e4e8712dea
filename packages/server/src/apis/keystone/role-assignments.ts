import type { roleAssignments as contract } from '@muster/contract/keystone/role-assignments.ts'
import type { Actor, AssignmentTarget } from '../../core/directory/assignments/assignment.ts'
import {
  type AssignmentRow,
  type ListAssignments,
  listAssignments,
} from '../../core/directory/assignments/list-assignments.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import type { Page } from '../../core/kernel/paging/list-query.ts'
import { BadRequest, type Handlers } from '../../http/api.ts'
import { renderList } from '../../http/render-list.ts'
import { isPresent, linksOf, maxLimit, type RawQuery, readList } from './lists.ts'
import { showAssignment } from './show-assignment.ts'

const first = (query: RawQuery, key: string): string | undefined => [query[key] ?? []].flat()[0]

/** Rejects an empty id, which would otherwise widen the list. */
const idOf = (query: RawQuery, key: string): string | undefined => {
  const id = first(query, key)
  if (id === '') throw new BadRequest(`Invalid input for field '${key}': it is empty.`, key)
  return id
}

const readActor = (query: RawQuery): Actor | undefined => {
  const user = idOf(query, 'user.id')
  const group = idOf(query, 'group.id')
  if (user !== undefined && group !== undefined) throw new BadRequest('Specify a user or group, not both.')
  if (user !== undefined) return { type: 'user', id: user }
  return group === undefined ? undefined : { type: 'group', id: group }
}

const readTarget = (query: RawQuery): AssignmentTarget | undefined => {
  const project = idOf(query, 'scope.project.id')
  const domain = idOf(query, 'scope.domain.id')
  const system = first(query, 'scope.system')
  if ([project, domain, system].filter((scope) => scope !== undefined).length > 1)
    throw new BadRequest('Specify at most one of a project, a domain and the system.')
  if (project !== undefined) return { type: 'project', id: project }
  if (domain !== undefined) return { type: 'domain', id: domain }
  return system === 'all' ? { type: 'system' } : undefined
}

const readQuery = (query: RawQuery): ListAssignments => {
  const inheritedTo = first(query, 'scope.OS-INHERIT:inherited_to')
  const subtree = isPresent(query, 'include_subtree')
  const target = readTarget(query)
  if (subtree && target?.type !== 'project')
    throw new BadRequest(
      'scope.project.id must be specified if include_subtree is also specified.',
      'scope.project.id',
    )
  return {
    actor: readActor(query),
    target,
    roleId: idOf(query, 'role.id'),
    inherited: inheritedTo === undefined ? undefined : inheritedTo === 'projects',
    effective: isPresent(query, 'effective'),
    subtree,
    names: isPresent(query, 'include_names'),
  }
}

/** Rows have no id, so the marker is opaque text from `links.next`. */
const markerOf = (place: string): string => Buffer.from(place).toString('base64url')

const placeOf = (marker: string): string => {
  const place = Buffer.from(marker, 'base64url').toString()
  if (!place.startsWith('["') || markerOf(place) !== marker) throw notFound('marker', marker)
  return place
}

/** Without a limit the whole list is returned, as by Keystone, up to core's maximum. */
const readPage = (query: RawQuery): Page | undefined => {
  const { page } = readList(query, {})
  if (query['limit'] === undefined && page.after === undefined) return undefined
  return page.after === undefined ? page : { ...page, after: placeOf(page.after) }
}

export const roleAssignments = {
  async listRoleAssignments({ query }, context) {
    const page = readPage(query)
    const { rows, names, next } = await context.run(listAssignments, { ...readQuery(query), page })
    const marker = next === undefined ? undefined : markerOf(next)
    const links = linksOf(context, page?.limit ?? maxLimit, marker)
    const show = (row: AssignmentRow) => showAssignment(row, names, context)
    return { status: 200, body: await renderList('role_assignments', rows, show, links) }
  },
} satisfies Handlers<typeof contract>
