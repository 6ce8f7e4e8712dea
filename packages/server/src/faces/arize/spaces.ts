import type { spaces as contract } from '@muster/contract/arize/spaces.ts'
import { eq } from '../../core/lists/list-query.ts'
import { removeMember } from '../../core/members/remove-member.ts'
import { setMember } from '../../core/members/set-member.ts'
import { createProject } from '../../core/projects/create-project.ts'
import { deleteProjectTree } from '../../core/projects/delete-project.ts'
import { updateProject } from '../../core/projects/update-project.ts'
import { idOf, readId } from './ids.ts'
import { readText } from './lists.ts'
import { listOf, showProject, theProjectOf } from './projects.ts'
import { readMemberRole, showMemberRole } from './roles.ts'
import { shownUser } from './users.ts'
import { type ArizeHandlers, accountOf } from './visit.ts'

const kind = 'Space'

export const spaces = {
  async listSpaces({ query }, visit) {
    const organization = readText(query, 'org_id')
    const within =
      organization === undefined
        ? eq('grandparent_id' as const, accountOf(visit))
        : eq('parent_id' as const, (await theProjectOf('Organization', organization, visit)).id)
    const { rows, pagination } = await listOf(kind, [within], query, visit)
    return { status: 200, body: { spaces: rows, pagination } }
  },

  async createSpace({ body }, visit) {
    const organization = await theProjectOf(
      'Organization',
      body.organization_id,
      visit,
      'identity:create_project',
    )
    const project = await visit.run(createProject, {
      name: body.name,
      description: body.description,
      domainId: accountOf(visit),
      parentId: organization.id,
    })
    return { status: 201, body: showProject(kind, project) }
  },

  async getSpace({ params }, visit) {
    return { status: 200, body: showProject(kind, await theProjectOf(kind, params.space_id, visit)) }
  },

  async updateSpace({ params, body }, visit) {
    const { id } = await theProjectOf(kind, params.space_id, visit, 'identity:update_project')
    const project = await visit.run(updateProject, { id, name: body.name, description: body.description })
    return { status: 200, body: showProject(kind, project) }
  },

  async deleteSpace({ params }, visit) {
    const { id } = await theProjectOf(kind, params.space_id, visit, 'identity:delete_project')
    await visit.run(deleteProjectTree, { id })
    return { status: 204 }
  },

  async addSpaceUser({ params, body }, visit) {
    const place = await theProjectOf(kind, params.space_id, visit, 'muster:set_member')
    const { id } = await shownUser(body.user_id, visit)
    const { user, project, role } = await visit.run(setMember, {
      userId: id,
      projectId: place.id,
      role: readMemberRole(body.role),
    })
    return {
      status: 200,
      body: {
        id: idOf('SpaceMembership', user.id, project.id),
        user_id: idOf('User', user.id),
        space_id: idOf(kind, project.id),
        role: showMemberRole(role, visit.dialect),
      },
    }
  },

  async removeSpaceUser({ params }, visit) {
    const { id: projectId } = await theProjectOf(kind, params.space_id, visit, 'muster:set_member')
    await visit.run(removeMember, { userId: readId('User', params.user_id), projectId })
    return { status: 204 }
  },
} satisfies ArizeHandlers<typeof contract>
