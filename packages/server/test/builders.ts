import type { Actor, Assignment, AssignmentTarget } from '../src/core/directory/assignments/assignment.ts'
import { grantRole, revokeRole } from '../src/core/directory/assignments/grant-role.ts'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import { createGroup } from '../src/core/directory/groups/create-group.ts'
import { addMember } from '../src/core/directory/groups/group-members.ts'
import { createProject } from '../src/core/directory/projects/create-project.ts'
import { createRole } from '../src/core/directory/roles/create-role.ts'
import { implyRole } from '../src/core/directory/roles/implied-roles.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import type { TestCore } from './test-core.ts'

export const userActor = (id: string): Actor => ({ type: 'user', id })
export const groupActor = (id: string): Actor => ({ type: 'group', id })
export const onProject = (id: string): AssignmentTarget => ({ type: 'project', id })
export const onDomain = (id: string): AssignmentTarget => ({ type: 'domain', id })
export const onSystem: AssignmentTarget = { type: 'system' }

/** Creates objects in a test core, as a system administrator; each returns the new id. */
export const builders = (h: TestCore) => {
  let count = 0
  const name = (what: string) => `${what}-${++count}`
  const grant = (actor: Actor, roleId: string, target: AssignmentTarget, inherited = false): Assignment => ({
    actor,
    roleId,
    target,
    inherited,
  })
  return {
    domain: async () => (await h.run(createDomain, { name: name('domain') })).id,
    project: async (domainId: string, parentId?: string) =>
      (await h.run(createProject, { name: name('project'), domainId, parentId })).id,
    user: async (domainId = 'default', password?: string) =>
      (await h.run(createUser, { name: name('user'), domainId, password, developer: true })).id,
    async group(domainId = 'default', ...members: string[]) {
      const { id } = await h.run(createGroup, { name: name('group'), domainId })
      for (const userId of members) await h.run(addMember, { groupId: id, userId })
      return id
    },
    role: async (given: string = name('role'), domainId?: string) =>
      (await h.run(createRole, { name: given, domainId })).id,
    imply: (priorId: string, impliedId: string) => h.run(implyRole, { priorId, impliedId }),
    give: (...given: Parameters<typeof grant>) => h.run(grantRole, grant(...given)),
    take: (...given: Parameters<typeof grant>) => h.run(revokeRole, grant(...given)),
  }
}
