import { isDomainError } from '../../kernel/domain-error.ts'
import type { Command, ReadContext } from '../../kernel/operation.ts'
import type { BasePorts } from '../../kernel/ports.ts'
import type { DirectoryGroup, DirectoryUser } from './external-directory.ts'
import { changedFields, isStale, managedGroupFields } from './managed-fields.ts'
import { mirrorGroups, mirrorMemberships } from './mirror-groups.ts'
import { insertManagedUsers, mirrorUsers, retireUsers } from './mirror-users.ts'
import { publicId } from './public-id.ts'

export type MirrorParts = Pick<ReadContext, 'stores'> & {
  readonly ports: Pick<BasePorts, 'digests' | 'nextTurn'>
  /** Runs a command as the operator. */
  readonly run: <I, F, P, O>(command: Command<I, F, P, O>, input: I) => Promise<O>
}

/** Rows per transaction. */
const batch = 250

/** Another request may have written the same rows meanwhile; the second attempt sees them. */
const again = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (thrown) {
    if (!isDomainError(thrown, 'conflict')) throw thrown
    await work()
  }
}

type Entry = { readonly localId: string }

/** Brings the rows of users, groups and memberships to the state of a directory, and writes only what differs. */
export const makeMirror = ({ stores, ports, run }: MirrorParts) => {
  const userId = (domainId: string, { localId }: Entry) =>
    publicId({ domainId, type: 'user', localId }, ports.digests)
  const groupId = (domainId: string, { localId }: Entry) =>
    publicId({ domainId, type: 'group', localId }, ports.digests)

  /** Writes the rows of one batch of users that differ from their entries. */
  const writeUsers = async (domainId: string, users: readonly DirectoryUser[]): Promise<void> => {
    const rows = new Map(
      (await stores.users.getMany(users.map((entry) => userId(domainId, entry)))).map((row) => [row.id, row]),
    )
    const rowOf = (entry: DirectoryUser) => rows.get(userId(domainId, entry))
    const stale = users.filter((entry) => {
      const row = rowOf(entry)
      return row !== undefined && isStale(row, entry)
    })
    const missing = users.filter((entry) => rowOf(entry) === undefined)
    if (stale.length > 0) await again(() => run(mirrorUsers, { domainId, users: stale }))
    if (missing.length === 0) return
    try {
      await run(insertManagedUsers, { domainId, users: missing })
    } catch (thrown) {
      if (!isDomainError(thrown, 'conflict')) throw thrown
      await again(() => run(mirrorUsers, { domainId, users: missing }))
    }
  }

  const writeAllUsers = async (domainId: string, users: readonly DirectoryUser[]): Promise<void> => {
    for (let at = 0; at < users.length; at += batch) {
      await writeUsers(domainId, users.slice(at, at + batch))
      await ports.nextTurn()
    }
  }

  const writeGroups = async (domainId: string, groups: readonly DirectoryGroup[]): Promise<void> => {
    for (let at = 0; at < groups.length; at += batch) {
      const some = groups.slice(at, at + batch)
      const rows = new Map(
        (await stores.groups.getMany(some.map((entry) => groupId(domainId, entry)))).map((row) => [
          row.id,
          row,
        ]),
      )
      const changed = some.filter((entry) => {
        const row = rows.get(groupId(domainId, entry))
        return !row || changedFields(row, managedGroupFields(entry)).length > 0
      })
      if (changed.length > 0) await again(() => run(mirrorGroups, { domainId, groups: changed }))
    }
  }

  /** Writes the difference between the stored and the current memberships. */
  const writeMemberships = async (
    domainId: string,
    stored: readonly string[],
    current: readonly string[],
    asMembership: (id: string) => { readonly groupId: string; readonly userId: string },
  ): Promise<void> => {
    const [before, now] = [new Set(stored), new Set(current)]
    const added = [...now].filter((id) => !before.has(id)).map(asMembership)
    const removed = [...before].filter((id) => !now.has(id)).map(asMembership)
    for (let at = 0; at < Math.max(added.length, removed.length); at += batch)
      await again(() =>
        run(mirrorMemberships, {
          domainId,
          added: added.slice(at, at + batch),
          removed: removed.slice(at, at + batch),
        }),
      )
  }

  const retire = async (ids: readonly string[]) => {
    for (let at = 0; at < ids.length; at += batch) await run(retireUsers, { ids: ids.slice(at, at + batch) })
  }

  return { userId, groupId, writeUsers: writeAllUsers, writeGroups, writeMemberships, retire }
}
