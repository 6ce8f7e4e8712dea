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

const handlersFor = (inherited: boolean) => {
  const place = (params: Params) => ({ actor: actorOf(params), target: targetOf(params), inherited })
  const grant = (params: Params) => ({ ...place(params), roleId: params.role_id ?? '' })
  return {
    async list(
      { params, query }: { readonly params: Params; readonly query: RawQuery },
      context: RequestContext,
    ) {
      const { page } = readList(query, {})
      const found = await context.run(listGrants, { ...place(params), page })
      const body = collectionOf(context, 'roles', found, page.limit, (role) => showRole(role, context))
      return { status: 200 as const, body }
    },
    async check({ params }: { readonly params: Params }, context: RequestContext) {
      await context.run(checkGrant, grant(params))
      return { status: 204 as const }
    },
    async assign({ params }: { readonly params: Params }, context: RequestContext) {
      await context.run(grantRole, grant(params))
      return { status: 204 as const }
    },
    async unassign({ params }: { readonly params: Params }, context: RequestContext) {
      await context.run(revokeRole, grant(params))
      return { status: 204 as const }
    },
  }
}

const direct = handlersFor(false)
const inherited = handlersFor(true)

export const grants = {
  listDomainUserRoles: direct.list,
  checkDomainUserRole: direct.check,
  assignDomainUserRole: direct.assign,
  unassignDomainUserRole: direct.unassign,
  listDomainGroupRoles: direct.list,
  checkDomainGroupRole: direct.check,
  assignDomainGroupRole: direct.assign,
  unassignDomainGroupRole: direct.unassign,
  listProjectUserRoles: direct.list,
  checkProjectUserRole: direct.check,
  assignProjectUserRole: direct.assign,
  unassignProjectUserRole: direct.unassign,
  listProjectGroupRoles: direct.list,
  checkProjectGroupRole: direct.check,
  assignProjectGroupRole: direct.assign,
  unassignProjectGroupRole: direct.unassign,
  listSystemUserRoles: direct.list,
  checkSystemUserRole: direct.check,
  assignSystemUserRole: direct.assign,
  unassignSystemUserRole: direct.unassign,
  listSystemGroupRoles: direct.list,
  checkSystemGroupRole: direct.check,
  assignSystemGroupRole: direct.assign,
  unassignSystemGroupRole: direct.unassign,
} satisfies Handlers<typeof directContract>

export const inheritedGrants = {
  listInheritedDomainUserRoles: inherited.list,
  checkInheritedDomainUserRole: inherited.check,
  assignInheritedDomainUserRole: inherited.assign,
  unassignInheritedDomainUserRole: inherited.unassign,
  listInheritedDomainGroupRoles: inherited.list,
  checkInheritedDomainGroupRole: inherited.check,
  assignInheritedDomainGroupRole: inherited.assign,
  unassignInheritedDomainGroupRole: inherited.unassign,
  checkInheritedProjectUserRole: inherited.check,
  assignInheritedProjectUserRole: inherited.assign,
  unassignInheritedProjectUserRole: inherited.unassign,
  checkInheritedProjectGroupRole: inherited.check,
  assignInheritedProjectGroupRole: inherited.assign,
  unassignInheritedProjectGroupRole: inherited.unassign,
} satisfies Handlers<typeof inheritedContract>
