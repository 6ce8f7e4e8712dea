import type {
  grants as directContract,
  inheritedGrants as inheritedContract,
} from '@muster/contract/keystone/grants.ts'
import type { Actor, AssignmentTarget } from '../../core/directory/assignments/assignment.ts'
import { grantRole, revokeRole } from '../../core/directory/assignments/grant-role.ts'
import { checkGrant, listGrants } from '../../core/directory/assignments/read-grants.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { collectionOf, type RawQuery, readList } from './lists.ts'
import { showRole } from './roles.ts'

/** Path parameters of grants: one actor, and one target unless it is the system. */
type Params = {
  readonly user_id?: string
  readonly group_id?: string
  readonly project_id?: string
  readonly domain_id?: string
  readonly role_id?: string
}

const actorOf = ({ user_id, group_id }: Params): Actor =>
  user_id === undefined ? { type: 'group', id: group_id ?? '' } : { type: 'user', id: user_id }

const targetOf = ({ project_id, domain_id }: Params): AssignmentTarget => {
  if (project_id !== undefined) return { type: 'project', id: project_id }
  return domain_id === undefined ? { type: 'system' } : { type: 'domain', id: domain_id }
}

/** Inherited assignments apply to the projects below the target. */
type Kind = 'direct' | 'inherited'

const keyOf = (kind: Kind, params: Params) => ({
  actor: actorOf(params),
  target: targetOf(params),
  inherited: kind === 'inherited',
})

const grantOf = (kind: Kind, params: Params) => ({ ...keyOf(kind, params), roleId: params.role_id ?? '' })

type Request = { readonly params: Params }

const list =
  (kind: Kind) =>
  async ({ params, query }: Request & { readonly query: RawQuery }, context: RequestContext) => {
    const { page } = readList(query, {})
    const found = await context.run(listGrants, { ...keyOf(kind, params), page })
    const body = collectionOf(context, 'roles', found, page.limit, (role) => showRole(role, context))
    return { status: 200 as const, body }
  }

const check =
  (kind: Kind) =>
  async ({ params }: Request, context: RequestContext) => {
    await context.run(checkGrant, grantOf(kind, params))
    return { status: 204 as const }
  }

const assign =
  (kind: Kind) =>
  async ({ params }: Request, context: RequestContext) => {
    await context.run(grantRole, grantOf(kind, params))
    return { status: 204 as const }
  }

const unassign =
  (kind: Kind) =>
  async ({ params }: Request, context: RequestContext) => {
    await context.run(revokeRole, grantOf(kind, params))
    return { status: 204 as const }
  }

export const grants = {
  listDomainUserRoles: list('direct'),
  checkDomainUserRole: check('direct'),
  assignDomainUserRole: assign('direct'),
  unassignDomainUserRole: unassign('direct'),
  listDomainGroupRoles: list('direct'),
  checkDomainGroupRole: check('direct'),
  assignDomainGroupRole: assign('direct'),
  unassignDomainGroupRole: unassign('direct'),
  listProjectUserRoles: list('direct'),
  checkProjectUserRole: check('direct'),
  assignProjectUserRole: assign('direct'),
  unassignProjectUserRole: unassign('direct'),
  listProjectGroupRoles: list('direct'),
  checkProjectGroupRole: check('direct'),
  assignProjectGroupRole: assign('direct'),
  unassignProjectGroupRole: unassign('direct'),
  listSystemUserRoles: list('direct'),
  checkSystemUserRole: check('direct'),
  assignSystemUserRole: assign('direct'),
  unassignSystemUserRole: unassign('direct'),
  listSystemGroupRoles: list('direct'),
  checkSystemGroupRole: check('direct'),
  assignSystemGroupRole: assign('direct'),
  unassignSystemGroupRole: unassign('direct'),
} satisfies Handlers<typeof directContract>

export const inheritedGrants = {
  listInheritedDomainUserRoles: list('inherited'),
  checkInheritedDomainUserRole: check('inherited'),
  assignInheritedDomainUserRole: assign('inherited'),
  unassignInheritedDomainUserRole: unassign('inherited'),
  listInheritedDomainGroupRoles: list('inherited'),
  checkInheritedDomainGroupRole: check('inherited'),
  assignInheritedDomainGroupRole: assign('inherited'),
  unassignInheritedDomainGroupRole: unassign('inherited'),
  checkInheritedProjectUserRole: check('inherited'),
  assignInheritedProjectUserRole: assign('inherited'),
  unassignInheritedProjectUserRole: unassign('inherited'),
  checkInheritedProjectGroupRole: check('inherited'),
  assignInheritedProjectGroupRole: assign('inherited'),
  unassignInheritedProjectGroupRole: unassign('inherited'),
} satisfies Handlers<typeof inheritedContract>
