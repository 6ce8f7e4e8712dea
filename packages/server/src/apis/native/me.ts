import type { me as contract } from '@muster/contract/native/me.ts'
import { listOwnPermissions } from '../../core/access/sessions/list-own-permissions.ts'
import { whoAmI } from '../../core/access/sessions/who-am-i.ts'
import { deleteOwnUser } from '../../core/accounts/deletion/delete-own-user.ts'
import {
  leaveProject,
  listOwnMemberships,
  listOwnProjectMembers,
} from '../../core/directory/members/own-projects.ts'
import type { ProjectFilterKey } from '../../core/directory/projects/project-store.ts'
import { updateProfile } from '../../core/directory/users/update-profile.ts'
import type { KnownCaller } from '../../core/kernel/caller.ts'
import { requireCaller } from '../../core/kernel/caller.ts'
import { dropCookie } from './authenticate.ts'
import { etagOf, readIfMatch } from './entity-tags.ts'
import { nextCursor, pageById, position, readPage, readText } from './lists.ts'
import { showMember, showProject } from './projects.ts'
import type { NativeHandlers } from './request-context.ts'
import { showCallerScope } from './scopes.ts'
import { showSession } from './sessions.ts'
import { showSelf } from './users.ts'

export const showAuthority = ({ scope, roles }: Pick<KnownCaller, 'scope' | 'roles'>) => ({
  scope: showCallerScope(scope),
  roles: roles.map(({ id, name }) => ({ id, name })),
})

export const me = {
  async getMe(_request, context) {
    const { user, session, authority } = await context.run(whoAmI, {})
    return {
      status: 200,
      headers: { etag: etagOf(user) },
      body: {
        user: showSelf(user),
        session: session ? showSession(session, context) : null,
        authority: showAuthority(authority),
      },
    }
  },

  async getOwnPermissions({ query }, context) {
    const { domainId, rules } = await context.run(listOwnPermissions, {
      domainId: readText(query, 'domain_id'),
    })
    return { status: 200, body: { domain_id: domainId, rules: [...rules] } }
  },

  async updateMe({ body }, context) {
    const user = await context.run(updateProfile, {
      id: requireCaller(context.caller).userId,
      ifVersion: readIfMatch(context.header('if-match')),
      displayName: body.display_name,
      givenName: body.given_name,
      familyName: body.family_name,
      phoneNumber: body.phone_number,
      pictureUrl: body.picture_url,
      language: body.language,
    })
    return { status: 200, headers: { etag: etagOf(user) }, body: showSelf(user) }
  },

  async listOwnProjects({ query }, context) {
    const page = readPage('me/projects', query, context)
    const found = await context.run(listOwnMemberships, pageById<ProjectFilterKey>(page, {}))
    const projects = found.rows.map(({ project, roles }) => ({
      project: showProject(project),
      roles: roles.map(({ id, name }) => ({ id, name })),
    }))
    const next_cursor = nextCursor(found, page, ({ project }) => position(project), context)
    return { status: 200, body: { projects, next_cursor } }
  },

  async listOwnProjectMembers({ params, query }, context) {
    const page = readPage(`me/projects/${params.project_id}/members`, query, context)
    const found = await context.run(listOwnProjectMembers, {
      projectId: params.project_id,
      limit: page.limit,
      after: page.from?.id,
    })
    const next_cursor = nextCursor(found, page, ({ user }) => position(user), context)
    return { status: 200, body: { members: found.rows.map(showMember), next_cursor } }
  },

  async leaveProject({ params }, context) {
    await context.run(leaveProject, { projectId: params.project_id })
    return { status: 204 }
  },

  async deleteMe(_request, context) {
    await context.run(deleteOwnUser, {})
    return { status: 204, ...dropCookie(context) }
  },
} satisfies NativeHandlers<typeof contract>
