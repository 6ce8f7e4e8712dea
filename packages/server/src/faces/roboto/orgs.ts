import type { orgs as contract } from '@muster/contract/roboto/orgs.ts'
import { listUserProjects } from '../../core/assignments/list-reachable.ts'
import type { Project } from '../../core/projects/project.ts'
import { whoAmI } from '../../core/sessions/who-am-i.ts'
import { lookUpUser } from '../../core/users/look-up-user.ts'
import type { Visit } from '../../http/face.ts'
import { userIdIn } from './ids.ts'
import type { RobotoHandlers } from './visit.ts'

/** The client takes them all at once. */
const limit = 1000

const showOrg = (project: Project) => ({
  org_id: project.id,
  name: project.name,
  tier: 'free' as const,
  status: project.enabled ? ('active' as const) : ('de-provisioning' as const),
  created: new Date(project.createdAt).toISOString(),
  created_by: null,
})

const orgsOf = async (userId: string, visit: Visit) => {
  const { rows } = await visit.run(listUserProjects, { userId, where: [], page: { limit } })
  return { status: 200 as const, body: { data: rows.map(showOrg) } }
}

export const orgs = {
  async getOwnOrgs(_ask, visit) {
    return orgsOf((await visit.run(whoAmI, {})).user.id, visit)
  },

  async getUserOrgs(_ask, visit) {
    const name = userIdIn(visit.url)
    const self = (await visit.run(whoAmI, {})).user
    return orgsOf(name === self.name ? self.id : (await visit.run(lookUpUser, { name })).id, visit)
  },
} satisfies RobotoHandlers<typeof contract>
