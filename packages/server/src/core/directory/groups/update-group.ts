import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { normalizeName } from '../../kernel/text.ts'
import { checkVersion, nextUpdatedAt, versionOf } from '../../kernel/versions.ts'
import { groupDescription, maxGroupName } from './create-group.ts'
import type { Group } from './group.ts'
import { groupTarget, requireGroup } from './groups.ts'

export type UpdateGroup = {
  readonly id: string
  readonly name?: string | undefined
  /** Must equal the current domain: a group cannot move. */
  readonly domainId?: string | undefined
  readonly description?: string | null | undefined
  /** Merged by top-level name. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined
  /** Rejects with `conflict` (`version_changed`) unless the version is one of these. */
  readonly ifVersion?: readonly number[] | undefined
}

/** Changes the provided fields. Tokens contain no group data, so no cache is invalidated. */
export const updateGroup = command({
  rule: 'identity:update_group',
  load: ({ id }: UpdateGroup, at) => requireGroup(id, at),
  target: (_input, group) => groupTarget(group),
  apply: async (input, { stores, now, found, record }): Promise<Group> => {
    if (input.domainId !== undefined && input.domainId !== found.domainId)
      throw domainError('invalid', 'domain_immutable', 'A group cannot move to another domain.', {
        field: 'domain_id',
      })
    const before = await requireGroup(input.id, { stores })
    checkVersion('group', { version: versionOf(before) }, input.ifVersion)
    const updated = await stores.groups.update(input.id, {
      name: input.name === undefined ? undefined : normalizeName('group', input.name, maxGroupName),
      description: input.description === undefined ? undefined : groupDescription(input.description),
      extra: input.extra && { ...before.extra, ...input.extra },
      updatedAt: nextUpdatedAt(before, now),
    })
    if (!updated) throw notFound('group', input.id)
    record({
      kind: 'group.updated',
      subject: { type: 'group', id: input.id },
      domainId: updated.domainId,
      detail: { fields: Object.keys(input).filter((key) => key !== 'id' && key !== 'ifVersion') },
    })
    return updated
  },
})
