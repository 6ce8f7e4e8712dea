import { filterTooExpensive } from '../../kernel/filters/search-errors.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Stores } from '../../kernel/stores.ts'
import type { Membership } from '../groups/group-store.ts'
import type { Assignment } from './assignment.ts'
import type { AssignmentFilter } from './assignment-store.ts'

/** Assignments and memberships read in one batch: initially, and at most when a single user has more. */
const rowsAtOnce = 1000
const mostAtOnce = 64_000

type ReadStores = Pick<Stores, 'assignments' | 'groups'>

export type UserWithGrants = { readonly id: string; readonly grants: Iterable<Assignment> }

type UserScope = {
  /** Absent: every user. */
  readonly userId: string | undefined
  /** The groups of that user. */
  readonly groupIds: readonly string[] | undefined
  readonly ofGroups: ReadonlyMap<string, readonly Assignment[]>
  /** The first user id of the result. */
  readonly from: string | undefined
}

const nothing: Slice<never> = { rows: [], more: false }

const read = async (
  filter: AssignmentFilter,
  { userId, groupIds, ofGroups }: UserScope,
  { from, limit }: { readonly from: string | undefined; readonly limit: number },
  { assignments, groups }: ReadStores,
): Promise<readonly [Slice<Assignment>, Slice<Membership>]> => {
  const direct = assignments.listPage({ ...filter, actorType: 'user', actorsFrom: from }, { limit })
  const granted = [...ofGroups.keys()]
  if (userId === undefined)
    return Promise.all([
      direct,
      granted.length === 0 ? nothing : groups.memberships(granted, { limit, from }),
    ])
  const own = (groupIds ?? []).filter((groupId) => ofGroups.has(groupId))
  return [await direct, { rows: own.map((groupId) => ({ groupId, userId })), more: false }]
}

function* each<T>(lists: readonly (readonly T[])[]): Generator<T> {
  for (const list of lists) yield* list
}

/**
 * Users with direct or group assignments, ordered by id, each with all these assignments. Reads in batches, so that a
 * page of a list reads about as much as it shows. User ids are ASCII, so all collations order them in the same way.
 */
export async function* usersInOrder(
  filter: AssignmentFilter,
  scope: UserScope,
  stores: ReadStores,
): AsyncGenerator<UserWithGrants> {
  let { from } = scope
  let limit = rowsAtOnce
  for (;;) {
    const [direct, members] = await read(filter, scope, { from, limit }, stores)
    // Shares the lists of group assignments instead of copying them for each member.
    const grants = new Map<string, (readonly Assignment[])[]>()
    const add = (userId: string, more: readonly Assignment[] | undefined) => {
      const known = grants.get(userId)
      if (known && more) known.push(more)
      else if (more) grants.set(userId, [more])
    }
    for (const grant of direct.rows) add(grant.actor.id, [grant])
    for (const { userId, groupId } of members.rows) add(userId, scope.ofGroups.get(groupId))
    // The last user of a batch may have more rows than the batch contains.
    const cut = [
      ...(direct.more ? [direct.rows.at(-1)?.actor.id ?? ''] : []),
      ...(members.more ? [members.rows.at(-1)?.userId ?? ''] : []),
    ].sort()[0]
    const complete = [...grants.keys()].filter((id) => cut === undefined || id < cut).sort()
    for (const id of complete) yield { id, grants: each(grants.get(id) ?? []) }
    if (cut === undefined) return
    if (complete.length > 0) limit = rowsAtOnce
    else if (limit < mostAtOnce) limit *= 4
    else throw filterTooExpensive()
    from = cut
  }
}
