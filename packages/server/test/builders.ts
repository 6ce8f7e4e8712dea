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
export const builders = (core: TestCore) => {
  let count = 0
  const name = (what: string) => `${what}-${++count}`
  const grant = (actor: Actor, roleId: string, target: AssignmentTarget, inherited = false): Assignment => ({
    actor,
    roleId,
    target,
    inherited,
  })
  return {
    domain: async () => (await core.run(createDomain, { name: name('domain') })).id,
    project: async (domainId: string, parentId?: string) =>
      (await core.run(createProject, { name: name('project'), domainId, parentId })).id,
    user: async (domainId = 'default', password?: string) =>
      (await core.run(createUser, { name: name('user'), domainId, password, developer: true })).id,
    async group(domainId = 'default', ...members: string[]) {
      const { id } = await core.run(createGroup, { name: name('group'), domainId })
      for (const userId of members) await core.run(addMember, { groupId: id, userId })
      return id
    },
    role: async (input: string = name('role'), domainId?: string) =>
      (await core.run(createRole, { name: input, domainId })).id,
    imply: (priorId: string, impliedId: string) => core.run(implyRole, { priorId, impliedId }),
    give: (...input: Parameters<typeof grant>) => core.run(grantRole, grant(...input)),
    take: (...input: Parameters<typeof grant>) => core.run(revokeRole, grant(...input)),
  }
}
