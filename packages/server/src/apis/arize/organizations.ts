import type { organizations as contract } from '@muster/contract/arize/organizations.ts'
import { removeMember } from '../../core/directory/members/remove-member.ts'
import { setMember } from '../../core/directory/members/set-member.ts'
import { createProject } from '../../core/directory/projects/create-project.ts'
import { deleteProjectTree } from '../../core/directory/projects/delete-project.ts'
import { getProject } from '../../core/directory/projects/get-project.ts'
import { updateProject } from '../../core/directory/projects/update-project.ts'
import { getUser } from '../../core/directory/users/get-user.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { eq } from '../../core/kernel/paging/list-query.ts'
import { idOf, readId } from './ids.ts'
import { listOf, requireProjectOf, showProject } from './projects.ts'
import { type ArizeHandlers, accountOf } from './request-context.ts'
import { memberRoleNamed, showMemberRole } from './roles.ts'
import { shownUser } from './users.ts'

const kind = 'Organization'

export const organizations = {
  async listOrganizations({ query }, context) {
    const { rows, pagination } = await listOf(kind, [eq('parent_id', accountOf(context))], query, context)
    return { status: 200, body: { organizations: rows, pagination } }
  },

  async createOrganization({ body }, context) {
    const project = await context.run(createProject, {
      name: body.name,
      description: body.description,
      domainId: accountOf(context),
    })
    return { status: 201, body: showProject(kind, project) }
  },

  async getOrganization({ params }, context) {
    return {
      status: 200,
      body: showProject(kind, await requireProjectOf(kind, params.org_id, context, getProject)),
    }
  },

  async updateOrganization({ params, body }, context) {
    const { id } = await requireProjectOf(kind, params.org_id, context, updateProject)
    const project = await context.run(updateProject, { id, name: body.name, description: body.description })
    return { status: 200, body: showProject(kind, project) }
  },

  async deleteOrganization({ params }, context) {
    const { id } = await requireProjectOf(kind, params.org_id, context, deleteProjectTree)
    await context.run(deleteProjectTree, { id })
    return { status: 204 }
  },

  async addOrganizationUser({ params, body }, context) {
    const place = await requireProjectOf(kind, params.org_id, context, setMember)
    const { id } = await shownUser(body.user_id, context, getUser)
    if ('id' in body.role)
      throw domainError(
        'invalid',
        'custom_organization_role',
        'Custom roles of organizations are not supported.',
        {
          field: 'role',
        },
      )
    const name = memberRoleNamed(body.role.name)
    const { user, project, role } = await context.run(setMember, {
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
        role: showMemberRole(role, context.dialect),
      },
    }
  },

  async removeOrganizationUser({ params }, context) {
    const { id: projectId } = await requireProjectOf(kind, params.org_id, context, removeMember)
    await context.run(removeMember, { userId: readId('User', params.user_id), projectId })
    return { status: 204 }
  },
} satisfies ArizeHandlers<typeof contract>
