import type { CallOptions } from '../../transport/transport.ts'
import type { ChangeOptions, NativeApi, PostOptions } from '../api.ts'
import type { NewProject, Project, ProjectChange, ProjectMember } from '../types.ts'

export interface ListProjects {
  readonly domain_id?: string | undefined
  readonly parent_id?: string | undefined
  readonly name?: string | undefined
  /** A text that the name contains. */
  readonly search?: string | undefined
  /** Projects on each page; the list continues over all pages. */
  readonly limit?: number | undefined
}

export type MemberRole = 'manager' | 'member' | 'reader' | 'annotator'

const path = '/projects/{project_id}'

export const makeProjects = (api: NativeApi) => ({
  /** Projects by id. */
  list: (query: ListProjects = {}, options?: CallOptions) =>
    api.list<Project>('/projects', 'projects', { query: { ...query } }, options),

  /** Throws `Conflict` with `project_name_taken`. */
  create: (project: NewProject, options?: PostOptions) =>
    api.send<Project>('POST', '/projects', { json: project }, options),

  get: (projectId: string, options?: CallOptions) =>
    api.send<Project>('GET', path, { params: { project_id: projectId } }, options),

  update: (projectId: string, change: ProjectChange, options?: ChangeOptions) =>
    api.send<Project>('PATCH', path, { params: { project_id: projectId }, json: change }, options),

  /** Deletes a project without projects below it. Throws `Forbidden` with `project_not_leaf`. */
  async delete(projectId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', path, { params: { project_id: projectId } }, options)
  },

  /** The users with a direct role on the project, by id. */
  members: (projectId: string, query: { readonly limit?: number } = {}, options?: CallOptions) =>
    api.list<ProjectMember>(
      `${path}/members`,
      'members',
      { params: { project_id: projectId }, query },
      options,
    ),

  /** Adds a user to a project, or replaces its member role. Default: `member`. */
  setMember: (projectId: string, userId: string, role: MemberRole = 'member', options?: CallOptions) =>
    api.send<ProjectMember>(
      'PUT',
      `${path}/members/{user_id}`,
      { params: { project_id: projectId, user_id: userId }, json: { role } },
      options,
    ),

  /** Removes a user from a project and the projects below it. */
  async removeMember(projectId: string, userId: string, options?: CallOptions): Promise<void> {
    const params = { project_id: projectId, user_id: userId }
    await api.send('DELETE', `${path}/members/{user_id}`, { params }, options)
  },
})
