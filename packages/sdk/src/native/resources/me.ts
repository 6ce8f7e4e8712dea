import type { CallOptions } from '../../transport/transport.ts'
import type { ChangeOptions, NativeApi, PostOptions } from '../api.ts'
import type { Me, OwnProject, Permissions, ProfileChange, ProjectMember, User } from '../types.ts'

export const makeMe = (api: NativeApi) => ({
  /** The authenticated user, the session, and the roles with their scope. */
  get: (options?: CallOptions) => api.send<Me>('GET', '/me', {}, options),

  /** The rules that allow the caller to work with ordinary objects of a domain; default: in the domain in scope. */
  permissions: (query: { readonly domain_id?: string | undefined } = {}, options?: CallOptions) =>
    api.send<Permissions>('GET', '/me/permissions', { query }, options),

  /** Changes names, phone number and picture. */
  update: (change: ProfileChange, options?: ChangeOptions) =>
    api.send<User>('PATCH', '/me', { json: change }, options),

  /** The projects on which the caller has a role, with its direct roles there. */
  projects: (query: { readonly limit?: number } = {}, options?: CallOptions) =>
    api.list<OwnProject>('/me/projects', 'projects', { query }, options),

  /** The members of a project on which the caller has a role. */
  projectMembers: (
    projectId: string,
    query: { readonly limit?: number | undefined } = {},
    options?: CallOptions,
  ) =>
    api.list<ProjectMember>(
      '/me/projects/{project_id}/members',
      'members',
      { params: { project_id: projectId }, query },
      options,
    ),

  /** Ends the membership in a project and the projects below it. */
  async leaveProject(projectId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', '/me/projects/{project_id}', { params: { project_id: projectId } }, options)
  },

  /** Deletes the user; an administrator can restore it for a while. */
  async delete(options?: CallOptions): Promise<void> {
    await api.send('DELETE', '/me', {}, options)
  },

  /** Changes the password, and ends all other sessions. */
  async changePassword(
    passwords: { readonly current_password: string; readonly password: string },
    options?: PostOptions,
  ): Promise<void> {
    await api.send('POST', '/me/password', { json: passwords }, options)
  },
})
