import type { Contract } from '../operation.ts'
import { Role } from './roles.ts'
import { collection, paging } from './shapes.ts'

const Roles = collection('roles', Role)

/** The same four operations for every pair of actor and target (keystone.md section 15.3). */
const list = <P extends string>(path: P, of: string) =>
  ({
    method: 'GET',
    path,
    summary: `List the roles of a ${of}`,
    query: paging,
    responses: { 200: Roles },
    errors: [404],
    source: 'keystone.md section 15.3',
  }) as const

const check = <P extends string>(path: P, of: string) =>
  ({
    method: 'GET',
    path,
    summary: `Check a role of a ${of}`,
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md section 15.3',
  }) as const

const assign = <P extends string>(path: P, of: string) =>
  ({
    method: 'PUT',
    path,
    summary: `Assign a role to a ${of}`,
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md section 15.3',
  }) as const

const unassign = <P extends string>(path: P, of: string) =>
  ({
    method: 'DELETE',
    path,
    summary: `Unassign a role from a ${of}`,
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md section 15.3',
  }) as const

const domainUser = '/domains/{domain_id}/users/{user_id}/roles'
const domainGroup = '/domains/{domain_id}/groups/{group_id}/roles'
const projectUser = '/projects/{project_id}/users/{user_id}/roles'
const projectGroup = '/projects/{project_id}/groups/{group_id}/roles'
const systemUser = '/system/users/{user_id}/roles'
const systemGroup = '/system/groups/{group_id}/roles'

/** Role assignments on domains, projects and the system. */
export const grants = {
  listDomainUserRoles: list(domainUser, 'user on a domain'),
  checkDomainUserRole: check(`${domainUser}/{role_id}`, 'user on a domain'),
  assignDomainUserRole: assign(`${domainUser}/{role_id}`, 'user on a domain'),
  unassignDomainUserRole: unassign(`${domainUser}/{role_id}`, 'user on a domain'),
  listDomainGroupRoles: list(domainGroup, 'group on a domain'),
  checkDomainGroupRole: check(`${domainGroup}/{role_id}`, 'group on a domain'),
  assignDomainGroupRole: assign(`${domainGroup}/{role_id}`, 'group on a domain'),
  unassignDomainGroupRole: unassign(`${domainGroup}/{role_id}`, 'group on a domain'),
  listProjectUserRoles: list(projectUser, 'user on a project'),
  checkProjectUserRole: check(`${projectUser}/{role_id}`, 'user on a project'),
  assignProjectUserRole: assign(`${projectUser}/{role_id}`, 'user on a project'),
  unassignProjectUserRole: unassign(`${projectUser}/{role_id}`, 'user on a project'),
  listProjectGroupRoles: list(projectGroup, 'group on a project'),
  checkProjectGroupRole: check(`${projectGroup}/{role_id}`, 'group on a project'),
  assignProjectGroupRole: assign(`${projectGroup}/{role_id}`, 'group on a project'),
  unassignProjectGroupRole: unassign(`${projectGroup}/{role_id}`, 'group on a project'),
  listSystemUserRoles: list(systemUser, 'user on the system'),
  checkSystemUserRole: check(`${systemUser}/{role_id}`, 'user on the system'),
  assignSystemUserRole: assign(`${systemUser}/{role_id}`, 'user on the system'),
  unassignSystemUserRole: unassign(`${systemUser}/{role_id}`, 'user on the system'),
  listSystemGroupRoles: list(systemGroup, 'group on the system'),
  checkSystemGroupRole: check(`${systemGroup}/{role_id}`, 'group on the system'),
  assignSystemGroupRole: assign(`${systemGroup}/{role_id}`, 'group on the system'),
  unassignSystemGroupRole: unassign(`${systemGroup}/{role_id}`, 'group on the system'),
} as const satisfies Contract

const inherited = <P extends string>(path: P) => `/OS-INHERIT${path}/{role_id}/inherited_to_projects` as const

/** Role assignments inherited by the projects below (keystone.md section 15.4). Those of projects have no list. */
export const inheritedGrants = {
  listInheritedDomainUserRoles: list(
    `/OS-INHERIT${domainUser}/inherited_to_projects`,
    'user on the projects of a domain',
  ),
  checkInheritedDomainUserRole: check(inherited(domainUser), 'user on the projects of a domain'),
  assignInheritedDomainUserRole: assign(inherited(domainUser), 'user on the projects of a domain'),
  unassignInheritedDomainUserRole: unassign(inherited(domainUser), 'user on the projects of a domain'),
  listInheritedDomainGroupRoles: list(
    `/OS-INHERIT${domainGroup}/inherited_to_projects`,
    'group on the projects of a domain',
  ),
  checkInheritedDomainGroupRole: check(inherited(domainGroup), 'group on the projects of a domain'),
  assignInheritedDomainGroupRole: assign(inherited(domainGroup), 'group on the projects of a domain'),
  unassignInheritedDomainGroupRole: unassign(inherited(domainGroup), 'group on the projects of a domain'),
  checkInheritedProjectUserRole: check(inherited(projectUser), 'user on the projects below a project'),
  assignInheritedProjectUserRole: assign(inherited(projectUser), 'user on the projects below a project'),
  unassignInheritedProjectUserRole: unassign(inherited(projectUser), 'user on the projects below a project'),
  checkInheritedProjectGroupRole: check(inherited(projectGroup), 'group on the projects below a project'),
  assignInheritedProjectGroupRole: assign(inherited(projectGroup), 'group on the projects below a project'),
  unassignInheritedProjectGroupRole: unassign(
    inherited(projectGroup),
    'group on the projects below a project',
  ),
} as const satisfies Contract
