import { revokeUserCredentials } from '../../access/deletion/revoke-user-credentials.ts'
import type { Project } from '../../directory/projects/project.ts'
import type { User } from '../../directory/users/user.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import type { BootstrappedBefore } from './bootstrapped-before.ts'

const administrator = 'admin'

/** `admin`, or a variant of it when bootstrapping did not create the user or project of that name. */
const freeName = async (
  newId: () => string,
  isTaken: (name: string) => Promise<boolean>,
): Promise<string> => {
  for (let name = administrator; ; name = `${administrator}-${newId().slice(-8)}`)
    if (!(await isTaken(name))) return name
}

/** Resets the administrator of an earlier bootstrap and revokes all its credentials, or creates a new administrator. */
export const ensureAdministrator = async (
  domainId: string,
  { userId }: BootstrappedBefore,
  at: CommandContext,
): Promise<User> => {
  const { stores, ports, now } = at
  const before = userId === undefined ? undefined : await stores.users.get(userId)
  const home = before?.domainId ?? domainId
  const name = await freeName(ports.newId, async (wanted) => {
    const holder = await stores.users.getByName(home, wanted)
    return holder !== undefined && holder.id !== before?.id
  })
  if (before) {
    await revokeUserCredentials(before, at)
    const change = {
      name,
      kind: 'human',
      status: 'active',
      email: null,
      claimedEmail: null,
      invitedUntil: null,
      options: {},
      developer: true,
      updatedAt: now,
    } as const
    const user = await stores.users.update(before.id, change)
    if (user) return user
  }
  return stores.users.insert({
    id: ports.newId(),
    domainId,
    name,
    kind: 'human',
    status: 'active',
    displayName: null,
    email: null,
    claimedEmail: null,
    description: null,
    defaultProjectId: null,
    developer: true,
    options: {},
    extra: {},
    createdAt: now,
    updatedAt: now,
  })
}

/**
 * Enables the project of an earlier bootstrap, or creates a new one. When the event log names no project, the project
 * `admin` is used only if the administrator has the admin role on it, which only an administrator can grant.
 */
export const ensureAdministratorProject = async (
  domainId: string,
  { projectId }: BootstrappedBefore,
  { userId, roleId }: { readonly userId: string; readonly roleId: string },
  { stores, ports, now }: CommandContext,
): Promise<Project> => {
  const named = await stores.projects.getByName(domainId, administrator)
  const known = projectId === undefined ? named : await stores.projects.get(projectId)
  const isOwn =
    known !== undefined &&
    !known.isDomain &&
    (projectId !== undefined ||
      (await stores.assignments.has({
        actor: { type: 'user', id: userId },
        target: { type: 'project', id: known.id },
        roleId,
        inherited: false,
      })))
  if (isOwn)
    return known.enabled
      ? known
      : ((await stores.projects.update(known.id, { enabled: true, updatedAt: now })) ?? known)
  return stores.projects.insert({
    id: ports.newId(),
    domainId,
    parentId: domainId,
    isDomain: false,
    name: await freeName(
      ports.newId,
      async (name) => (await stores.projects.getByName(domainId, name)) !== undefined,
    ),
    description: 'For administrators of Muster itself',
    enabled: true,
    tags: [],
    options: {},
    extra: {},
    createdAt: now,
    updatedAt: now,
  })
}
