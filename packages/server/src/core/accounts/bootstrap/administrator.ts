import { revokeUserCredentials } from '../../access/deletion/revoke-user-credentials.ts'
import type { Project } from '../../directory/projects/project.ts'
import type { User } from '../../directory/users/user.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import type { BootstrappedBefore } from './bootstrapped-before.ts'

const administrator = 'admin'

/** Another name where `admin` belongs to a user or project that bootstrapping did not make. */
const freeName = async (
  newId: () => string,
  isTaken: (name: string) => Promise<boolean>,
): Promise<string> => {
  for (let name = administrator; ; name = `${administrator}-${newId().slice(-8)}`)
    if (!(await isTaken(name))) return name
}

/** The user that was bootstrapped before, with nothing left by which anyone could prove to be it; else a new one. */
export const theAdministrator = async (
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
 * The project that was bootstrapped before, enabled; else a new one. Where the journal names none, the project called
 * `admin` is it only if the administrator was given its role there, which takes an administrator.
 */
export const theAdministratorsProject = async (
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
