import { softDeleteUser } from '../../access/deletion/soft-delete-user.ts'
import type { BootstrappedBefore } from '../bootstrap/bootstrapped-before.ts'
import type { ImportRun } from './bring-noun.ts'
import type { NounName } from './imported.ts'

/** What bootstrapping created, by id; the import replaces the ids when Keystone's objects take their place. */
export type OwnObjects = { userId: string | undefined; projectId: string | undefined; hasChanged: boolean }

export const ownObjectsOf = ({ userId, projectId }: BootstrappedBefore): OwnObjects => ({
  userId,
  projectId,
  hasChanged: false,
})

type Named = { readonly id: string; readonly name: string }
type TakeOver = (owner: string, named: Named, run: ImportRun) => Promise<boolean>

const wasBrought = async (noun: NounName, id: string, { at: { stores } }: ImportRun): Promise<boolean> =>
  (await stores.keystoneImport.digests(noun, [id])).size > 0

/**
 * Roles with the same name are one role to every rule, so Keystone's takes the place of Muster's. Two roles of Keystone
 * whose names differ only in case remain a conflict.
 */
const takeOverRole: TakeOver = async (owner, { id, name }, run) => {
  if (await wasBrought('role', owner, run)) return false
  await run.at.stores.keystoneImport.replaceRole(owner, id)
  run.tally.merged(`Role ${name}: Keystone's replaced Muster's.`)
  return true
}

/**
 * The administrator that Muster created, by the id in the event log: any other user of the name is a conflict. The spelling
 * counts, since an ordinary user of Keystone can have the name in other letters beside its administrator.
 */
const takeOverUser: TakeOver = async (owner, { id, name }, run) => {
  const { at, own, tally } = run
  const user = own.userId === owner ? await at.stores.users.get(owner) : undefined
  if (user?.name !== name || (await wasBrought('user', owner, run))) return false
  await softDeleteUser(user, at)
  await at.stores.deletedUsers.purge([owner])
  own.userId = id
  own.hasChanged = true
  tally.merged(`User ${name}: Keystone's, with its password, replaced Muster's administrator.`)
  return true
}

const takeOverProject: TakeOver = async (owner, { id, name }, run) => {
  const { at, own, tally } = run
  if (own.projectId !== owner || (await wasBrought('project', owner, run))) return false
  if ((await at.stores.projects.descendants(owner)).length > 0) return false
  await at.stores.keystoneImport.deleteProject(owner)
  own.projectId = id
  own.hasChanged = true
  tally.merged(`Project ${name}: Keystone's replaced Muster's.`)
  return true
}

const byNoun: Partial<Readonly<Record<NounName, TakeOver>>> = {
  role: takeOverRole,
  user: takeOverUser,
  project: takeOverProject,
}

/** Whether the row of Keystone takes the place of the object of Muster that has its name. */
export const takeOver = async (
  noun: NounName,
  owner: string,
  named: Named,
  run: ImportRun,
): Promise<boolean> => (await byNoun[noun]?.(owner, named, run)) ?? false
