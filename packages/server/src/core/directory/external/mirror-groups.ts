import { type CommandContext, command } from '../../kernel/operation.ts'
import type { DirectoryGroup } from './external-directory.ts'
import { changedFields, managedGroupFields, newManagedGroup } from './managed-fields.ts'
import { mappingOf } from './public-id.ts'

export type MirrorGroups = { readonly domainId: string; readonly groups: readonly DirectoryGroup[] }

/** As for users. */
const releaseName = async (
  domainId: string,
  name: string,
  id: string,
  at: CommandContext,
): Promise<boolean> => {
  const { stores, now } = at
  const holder = await stores.groups.getByName(domainId, name)
  if (!holder || holder.id === id) return true
  if (holder.managedBy === null) return false
  await stores.groups.update(holder.id, { name: holder.id, updatedAt: now })
  return true
}

/** Brings the rows of groups to the state of their directory. */
export const mirrorGroups = command({
  access: 'operator',
  writesManaged: true,
  apply: async ({ domainId, groups }: MirrorGroups, at): Promise<void> => {
    const { stores, ports, now, record } = at
    if (!(await stores.domainOptions.isExternal(domainId))) return
    for (const entry of groups) {
      const mapping = mappingOf({ domainId, type: 'group', localId: entry.localId }, ports.digests)
      const id = mapping.publicId
      const before = await stores.groups.get(id)
      const fields = before ? changedFields(before, managedGroupFields(entry)) : []
      if (before && fields.length === 0) continue
      if (!(await releaseName(domainId, entry.name, id, at))) continue
      const subject = { type: 'group', id }
      if (before) {
        await stores.groups.update(id, { ...managedGroupFields(entry), updatedAt: now })
        record({ kind: 'group.updated', subject, domainId, detail: { fields } })
        continue
      }
      await stores.managedRows.insertGroup(newManagedGroup(entry, mapping, now), mapping)
      record({ kind: 'group.created', subject, domainId })
    }
  },
})

export type MirrorMemberships = {
  readonly domainId: string
  readonly added: readonly { readonly groupId: string; readonly userId: string }[]
  readonly removed: readonly { readonly groupId: string; readonly userId: string }[]
}

/** Adds and removes memberships. The views of the users are read again, so that their roles change at once. */
export const mirrorMemberships = command({
  access: 'operator',
  writesManaged: true,
  apply: async ({ domainId, added, removed }: MirrorMemberships, { stores, now, record }): Promise<void> => {
    const event = (kind: 'group.member_added' | 'group.member_removed', groupId: string, userId: string) =>
      record({
        kind,
        subject: { type: 'group', id: groupId },
        domainId,
        invalidates: [`user:${userId}`],
        detail: { user_id: userId },
      })
    if (!(await stores.domainOptions.isExternal(domainId))) return
    for (const { groupId, userId } of added) {
      if (await stores.groups.hasMember(groupId, userId)) continue
      await stores.groups.addMember(groupId, userId, now)
      event('group.member_added', groupId, userId)
    }
    for (const { groupId, userId } of removed)
      if (await stores.groups.removeMember(groupId, userId)) event('group.member_removed', groupId, userId)
  },
})
