import type { Stores } from '../../kernel/stores.ts'
import type { NamedNoun, NamedThing } from './assignment-store.ts'
import type { AssignmentRow } from './list-assignments.ts'
import type { ListWork } from './list-work.ts'

type Named = { readonly name: string }
type Owned = Named & { readonly domain: { readonly id: string; readonly name: string } | undefined }

/** Names by id; deleted objects are absent. */
export type AssignmentNames = {
  readonly users: ReadonlyMap<string, Owned>
  readonly groups: ReadonlyMap<string, Owned>
  /** Includes domains, whose `domain` is undefined. */
  readonly projects: ReadonlyMap<string, Owned>
  readonly roles: ReadonlyMap<string, Owned>
}

/** Names read in one statement. */
const idsAtOnce = 1000

/** Loads the names for rows with a few statements for each kind of object. */
export const nameAssignments = async (
  rows: readonly AssignmentRow[],
  { assignments }: Pick<Stores, 'assignments'>,
  work: ListWork,
): Promise<AssignmentNames> => {
  const ids = {
    users: new Set<string>(),
    groups: new Set<string>(),
    projects: new Set<string>(),
    roles: new Set<string>(),
  }
  for (const { actor, target, roleId } of rows) {
    ids[actor.type === 'user' ? 'users' : 'groups'].add(actor.id)
    if (target.type !== 'system') ids.projects.add(target.id)
    ids.roles.add(roleId)
    const turn = work.did(1)
    if (turn) await turn
  }
  const read = async (noun: NamedNoun, idSet: ReadonlySet<string>): Promise<readonly NamedThing[]> => {
    const all = [...idSet]
    const found: NamedThing[] = []
    for (let at = 0; at < all.length; at += idsAtOnce)
      found.push(...(await assignments.names(noun, all.slice(at, at + idsAtOnce))))
    return found
  }
  const [users, groups, projects, roles] = await Promise.all([
    read('users', ids.users),
    read('groups', ids.groups),
    read('projects', ids.projects),
    read('roles', ids.roles),
  ])
  const owners = new Set<string>()
  for (const things of [users, groups, projects, roles])
    for (const { domainId } of things) if (domainId !== null) owners.add(domainId)
  const domains = new Map((await read('projects', owners)).map(({ id, name }) => [id, name]))
  const named = (things: readonly NamedThing[]) =>
    new Map(
      things.map(({ id, name, domainId }) => [
        id,
        { name, domain: domainId === null ? undefined : { id: domainId, name: domains.get(domainId) ?? '' } },
      ]),
    )
  return { users: named(users), groups: named(groups), projects: named(projects), roles: named(roles) }
}
