import type { projects as contract } from '@muster/contract/native/projects.ts'
import {
  listProjectMembers,
  type ProjectMember,
  removeProjectMember,
  setProjectMember,
} from '../../core/directory/members/project-members.ts'
import { createProject } from '../../core/directory/projects/create-project.ts'
import { deleteProject } from '../../core/directory/projects/delete-project.ts'
import { getProject } from '../../core/directory/projects/get-project.ts'
import { listProjects } from '../../core/directory/projects/list-projects.ts'
import type { Project } from '../../core/directory/projects/project.ts'
import type { ProjectFilterKey } from '../../core/directory/projects/project-store.ts'
import { updateProject } from '../../core/directory/projects/update-project.ts'
import { readIfMatch, timeTag } from './entity-tags.ts'
import { nextCursor, pageById, position, readPage, readText, searchName } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { readOptions } from './roles.ts'
import { time } from './times.ts'

/** `domainId` is null for domains only, which these routes exclude. */
export const showProject = (project: Project) => ({
  id: project.id,
  domain_id: project.domainId ?? project.id,
  parent_id: project.parentId === project.domainId ? null : project.parentId,
  name: project.name,
  description: project.description,
  enabled: project.enabled,
  tags: [...project.tags],
  immutable: project.options.immutable === true,
  created_at: time(project.createdAt),
  updated_at: time(project.updatedAt),
})

export const showMember = ({ user, roles }: ProjectMember) => ({
  user_id: user.id,
  username: user.name,
  display_name: user.displayName,
  status: user.status,
  roles: roles.map(({ id, name }) => ({ id, name })),
})

const ref = (params: { readonly project_id: string }) =>
  ({ id: params.project_id, exceptDomains: true }) as const

export const projects = {
  async listProjects({ query }, context) {
    const page = readPage('projects', query, context)
    const conditions = {
      domain_id: readText(query, 'domain_id'),
      parent_id: readText(query, 'parent_id'),
      name: readText(query, 'name'),
    }
    const where = pageById<ProjectFilterKey>(page, conditions, searchName(query))
    const found = await context.run(listProjects, where)
    return {
      status: 200,
      body: {
        projects: found.rows.map(showProject),
        next_cursor: nextCursor(found, page, position, context),
      },
    }
  },

  async createProject({ body }, context) {
    const project = await context.run(createProject, {
      name: body.name,
      domainId: body.domain_id,
      parentId: body.parent_id,
      description: body.description,
      enabled: body.enabled,
      tags: body.tags,
      options: readOptions(body),
    })
    const location = `${context.base}/api/v1/projects/${project.id}`
    return { status: 201, headers: { location, etag: timeTag(project) }, body: showProject(project) }
  },

  async getProject({ params }, context) {
    const { project } = await context.run(getProject, ref(params))
    return { status: 200, headers: { etag: timeTag(project) }, body: showProject(project) }
  },

  async updateProject({ params, body }, context) {
    const project = await context.run(updateProject, {
      ...ref(params),
      ifVersion: readIfMatch(context.header('if-match')),
      name: body.name,
      description: body.description,
      enabled: body.enabled,
      tags: body.tags,
      options: readOptions(body),
    })
    return { status: 200, headers: { etag: timeTag(project) }, body: showProject(project) }
  },

  async deleteProject({ params }, context) {
    await context.run(deleteProject, ref(params))
    return { status: 204 }
  },

  async listProjectMembers({ params, query }, context) {
    const page = readPage(`projects/${params.project_id}/members`, query, context)
    const found = await context.run(listProjectMembers, {
      projectId: params.project_id,
      limit: page.limit,
      after: page.from?.id,
    })
    const positionOf = ({ user }: ProjectMember) => ({ id: user.id })
    return {
      status: 200,
      body: {
        members: found.rows.map(showMember),
        next_cursor: nextCursor(found, page, positionOf, context),
      },
    }
  },

  async setProjectMember({ params, body }, context) {
    const member = await context.run(setProjectMember, {
      projectId: params.project_id,
      userId: params.user_id,
      role: { name: body.role ?? 'member' },
    })
    return { status: 200, body: showMember(member) }
  },

  async removeProjectMember({ params }, context) {
    await context.run(removeProjectMember, { projectId: params.project_id, userId: params.user_id })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
