import type { AssignmentTarget } from '../../core/directory/assignments/assignment.ts'
import type { AssignmentRow } from '../../core/directory/assignments/list-assignments.ts'
import type { AssignmentNames } from '../../core/directory/assignments/name-assignments.ts'
import type { RequestContext } from '../../http/api.ts'
import { linkTo } from './links.ts'

type Names = AssignmentNames | undefined
type Kind = 'users' | 'groups' | 'projects' | 'roles'

const segment = (target: AssignmentTarget): string =>
  target.type === 'system' ? '/system' : `/${target.type}s/${target.id}`

/** A deleted object has empty names (keystone.md section 15.5). */
const ofDomain = (id: string, kind: Kind, names: Names) => {
  if (!names) return { id }
  const { name, domain } = names[kind].get(id) ?? { name: '', domain: undefined }
  return { id, name, domain: domain ?? { id: '', name: '' } }
}

const showRole = (id: string, names: Names) => {
  if (!names) return { id }
  const { name, domain } = names.roles.get(id) ?? { name: '', domain: undefined }
  return { id, name, ...(domain ? { domain } : {}) }
}

const showTarget = (target: AssignmentTarget, names: Names) => {
  switch (target.type) {
    case 'system':
      return { system: { all: true as const } }
    case 'domain':
      return {
        domain: { id: target.id, ...(names ? { name: names.projects.get(target.id)?.name ?? '' } : {}) },
      }
    case 'project':
      return { project: ofDomain(target.id, 'projects', names) }
  }
}

/**
 * The URL of the grant that a row results from: the grant of the group, the inherited grant above, or the grant of the
 * prior role.
 */
const grantPath = ({ actor, target, roleId, inherited, source = {} }: AssignmentRow): string => {
  const who = source.groupId === undefined ? `/${actor.type}s/${actor.id}` : `/groups/${source.groupId}`
  const path = `${segment(source.from ?? target)}${who}/roles/${source.priorId ?? roleId}`
  return inherited ? `/OS-INHERIT${path}/inherited_to_projects` : path
}

export const showAssignment = (row: AssignmentRow, names: Names, context: RequestContext) => {
  const { actor, target, roleId, inherited, source = {} } = row
  const { groupId, priorId } = source
  return {
    role: showRole(roleId, names),
    ...(actor.type === 'user'
      ? { user: ofDomain(actor.id, 'users', names) }
      : { group: ofDomain(actor.id, 'groups', names) }),
    scope: {
      ...showTarget(target, names),
      ...(inherited ? { 'OS-INHERIT:inherited_to': 'projects' as const } : {}),
    },
    links: {
      assignment: linkTo(context, grantPath(row)),
      ...(groupId === undefined
        ? {}
        : { membership: linkTo(context, `/groups/${groupId}/users/${actor.id}`) }),
      // Keystone's order of the ids, which differs from the order of the names in the path.
      ...(priorId === undefined
        ? {}
        : { prior_role: linkTo(context, `/prior_role/${roleId}/implies/${priorId}`) }),
    },
  }
}
