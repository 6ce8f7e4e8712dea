import type { Stores } from '../stores.ts'
import type { AssignmentRow } from './list-assignments.ts'

type Named = { readonly name: string }
type Owned = Named & { readonly domain: { readonly id: string; readonly name: string } | undefined }

/** Names by id. What is gone is not among them. */
export type AssignmentNames = {
  readonly users: ReadonlyMap<string, Owned>
  readonly groups: ReadonlyMap<string, Owned>
  /** Domains too, which have no domain of their own. */
  readonly projects: ReadonlyMap<string, Owned>
  readonly roles: ReadonlyMap<string, Owned>
}

/** Looks everything up in one question for each kind of thing, whatever the number of rows. */
export const nameAssignments = async (
  rows: readonly AssignmentRow[],
  stores: Pick<Stores, 'groups' | 'projects' | 'roles' | 'users'>,
): Promise<AssignmentNames> => {
  const ids = (read: (row: AssignmentRow) => string | undefined) => [
    ...new Set(rows.flatMap((row) => read(row) ?? [])),
  ]
  const [users, groups, projects, roles] = await Promise.all([
    stores.users.getMany(ids(({ actor }) => (actor.type === 'user' ? actor.id : undefined))),
    stores.groups.getMany(ids(({ actor }) => (actor.type === 'group' ? actor.id : undefined))),
    stores.projects.getMany(ids(({ target }) => (target.type === 'system' ? undefined : target.id))),
    stores.roles.getMany(ids(({ roleId }) => roleId)),
  ])
  const owners = [...users, ...groups, ...projects, ...roles].flatMap(({ domainId }) => domainId ?? [])
  const domains = new Map(
    (await stores.projects.getMany([...new Set(owners)])).map((domain) => [domain.id, domain.name]),
  )
  const named = (
    things: readonly { readonly id: string; readonly name: string; readonly domainId: string | null }[],
  ) =>
    new Map(
      things.map(({ id, name, domainId }) => [
        id,
        { name, domain: domainId === null ? undefined : { id: domainId, name: domains.get(domainId) ?? '' } },
      ]),
    )
  return { users: named(users), groups: named(groups), projects: named(projects), roles: named(roles) }
}
