import type { organizations as contract } from '@muster/contract/arize/organizations.ts'
import { eq } from '../../core/lists/list-query.ts'
import { removeMember } from '../../core/members/remove-member.ts'
import { setMember } from '../../core/members/set-member.ts'
import { createProject } from '../../core/projects/create-project.ts'
import { deleteProjectTree } from '../../core/projects/delete-project.ts'
import { updateProject } from '../../core/projects/update-project.ts'
import { refuse } from '../../core/refusal.ts'
import { idOf, readId } from './ids.ts'
import { listOf, showProject, theProjectOf } from './projects.ts'
import { memberRoleNamed, showMemberRole } from './roles.ts'
import { shownUser } from './users.ts'
import { type ArizeHandlers, accountOf } from './visit.ts'

const kind = 'Organization'

export const organizations = {
  async listOrganizations({ query }, visit) {
    const { rows, pagination } = await listOf(kind, [eq('parent_id', accountOf(visit))], query, visit)
    return { status: 200, body: { organizations: rows, pagination } }
  },

  async createOrganization({ body }, visit) {
    const project = await visit.run(createProject, {
      name: body.name,
      description: body.description,
      domainId: accountOf(visit),
    })
    return { status: 201, body: showProject(kind, project) }
  },

  async getOrganization({ params }, visit) {
    return { status: 200, body: showProject(kind, await theProjectOf(kind, params.org_id, visit)) }
  },

  async updateOrganization({ params, body }, visit) {
    const { id } = await theProjectOf(kind, params.org_id, visit, 'identity:update_project')
    const project = await visit.run(updateProject, { id, name: body.name, description: body.description })
    return { status: 200, body: showProject(kind, project) }
  },

  async deleteOrganization({ params }, visit) {
    const { id } = await theProjectOf(kind, params.org_id, visit, 'identity:delete_project')
    await visit.run(deleteProjectTree, { id })
    return { status: 204 }
  },

  async addOrganizationUser({ params, body }, visit) {
    const place = await theProjectOf(kind, params.org_id, visit, 'muster:set_member')
    const { id } = await shownUser(body.user_id, visit)
    if ('id' in body.role)
      throw refuse(
        'invalid',
        'custom_organization_role',
        'Custom roles of organizations are not supported.',
        {
          field: 'role',
        },
      )
    const name = memberRoleNamed(body.role.name)
    const { user, project, role } = await visit.run(setMember, {
      userId: id,
      projectId: place.id,
      role: { name },
    })
    return {
      status: 200,
      body: {
        id: idOf('OrganizationMembership', user.id, project.id),
        user_id: idOf('User', user.id),
        organization_id: idOf(kind, project.id),
        role: showMemberRole(role, visit.dialect),
      },
    }
  },

  async removeOrganizationUser({ params }, visit) {
    const { id: projectId } = await theProjectOf(kind, params.org_id, visit, 'muster:set_member')
    await visit.run(removeMember, { userId: readId('User', params.user_id), projectId })
    return { status: 204 }
  },
} satisfies ArizeHandlers<typeof contract>
