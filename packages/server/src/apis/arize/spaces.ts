import type { spaces as contract } from '@muster/contract/arize/spaces.ts'
import { removeMember } from '../../core/directory/members/remove-member.ts'
import { setMember } from '../../core/directory/members/set-member.ts'
import { createProject } from '../../core/directory/projects/create-project.ts'
import { deleteProjectTree } from '../../core/directory/projects/delete-project.ts'
import { getProject } from '../../core/directory/projects/get-project.ts'
import { updateProject } from '../../core/directory/projects/update-project.ts'
import { getUser } from '../../core/directory/users/get-user.ts'
import { eq } from '../../core/kernel/paging/list-query.ts'
import { idOf, readId } from './ids.ts'
import { readText } from './lists.ts'
import { listOf, requireProjectOf, showProject } from './projects.ts'
import { type ArizeHandlers, accountOf } from './request-context.ts'
import { readMemberRole, showMemberRole } from './roles.ts'
import { shownUser } from './users.ts'

const kind = 'Space'

export const spaces = {
  async listSpaces({ query }, context) {
    const organization = readText(query, 'org_id')
    const within =
      organization === undefined
        ? eq('grandparent_id' as const, accountOf(context))
        : eq(
            'parent_id' as const,
            (await requireProjectOf('Organization', organization, context, getProject)).id,
          )
    const { rows, pagination } = await listOf(kind, [within], query, context)
    return { status: 200, body: { spaces: rows, pagination } }
  },

  async createSpace({ body }, context) {
    const organization = await requireProjectOf('Organization', body.organization_id, context, createProject)
    const project = await context.run(createProject, {
      name: body.name,
      description: body.description,
      domainId: accountOf(context),
      parentId: organization.id,
    })
    return { status: 201, body: showProject(kind, project) }
  },

  async getSpace({ params }, context) {
    return {
      status: 200,
      body: showProject(kind, await requireProjectOf(kind, params.space_id, context, getProject)),
    }
  },

  async updateSpace({ params, body }, context) {
    const { id } = await requireProjectOf(kind, params.space_id, context, updateProject)
    const project = await context.run(updateProject, { id, name: body.name, description: body.description })
    return { status: 200, body: showProject(kind, project) }
  },

  async deleteSpace({ params }, context) {
    const { id } = await requireProjectOf(kind, params.space_id, context, deleteProjectTree)
    await context.run(deleteProjectTree, { id })
    return { status: 204 }
  },

  async addSpaceUser({ params, body }, context) {
    const place = await requireProjectOf(kind, params.space_id, context, setMember)
    const { id } = await shownUser(body.user_id, context, getUser)
    const { user, project, role } = await context.run(setMember, {
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
        role: showMemberRole(role, context.dialect),
      },
    }
  },

  async removeSpaceUser({ params }, context) {
    const { id: projectId } = await requireProjectOf(kind, params.space_id, context, removeMember)
    await context.run(removeMember, { userId: readId('User', params.user_id), projectId })
    return { status: 204 }
  },
} satisfies ArizeHandlers<typeof contract>
