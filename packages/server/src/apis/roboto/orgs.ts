import type { orgs as contract } from '@muster/contract/roboto/orgs.ts'
import { whoAmI } from '../../core/access/sessions/who-am-i.ts'
import { listUserProjects } from '../../core/directory/assignments/list-accessible-scopes.ts'
import type { Project } from '../../core/directory/projects/project.ts'
import { getUser } from '../../core/directory/users/get-user.ts'
import { lookUpUserFor } from '../../core/directory/users/look-up-user.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { parseUserId } from './ids.ts'

/** The client does not page. */
const limit = 1000

const showOrg = (project: Project) => ({
  org_id: project.id,
  name: project.name,
  tier: 'free' as const,
  status: project.enabled ? ('active' as const) : ('de-provisioning' as const),
  created: new Date(project.createdAt).toISOString(),
  created_by: null,
})

const orgsOf = async (userId: string, context: RequestContext) => {
  const { rows } = await context.run(listUserProjects, { userId, where: [], page: { limit } })
  return { status: 200 as const, body: { data: rows.map(showOrg) } }
}

export const orgs = {
  async getOwnOrgs(_request, context) {
    return orgsOf((await context.run(whoAmI, {})).user.id, context)
  },

  async getUserOrgs(_request, context) {
    const name = parseUserId(context.url)
    const self = (await context.run(whoAmI, {})).user
    return orgsOf(
      name === self.name ? self.id : (await context.run(lookUpUserFor(getUser), { name })).id,
      context,
    )
  },
} satisfies Handlers<typeof contract>
