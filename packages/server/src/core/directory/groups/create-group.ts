import { command } from '../../kernel/operation.ts'
import { normalizeName, normalizeText } from '../../kernel/text.ts'
import type { Group } from './group.ts'

export type CreateGroup = {
  readonly name: string
  /** Absent: the domain of a domain-scoped caller, else the default domain. */
  readonly domainId?: string | undefined
  readonly description?: string | null | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/** Maximum number of characters (keystone.md section 4.2). */
export const maxGroupName = 64

/** Rejects with `conflict` when the name is taken in the domain, `not_found` for an unknown domain. */
export const createGroup = command({
  rule: 'identity:create_group',
  isolation: 'read committed',
  load: async (input: CreateGroup, at) => {
    if (input.domainId !== undefined) return { domainId: input.domainId }
    const { caller } = at
    const own = caller.kind === 'known' && caller.scope.kind === 'domain' ? caller.scope.domainId : undefined
    return { domainId: own ?? at.ports.settings.defaultDomainId }
  },
  target: (_input, { domainId }) => ({ target: { group: { domain_id: domainId } } }),
  apply: async (input, { stores, ports, now, found, record }): Promise<Group> => {
    const group = await stores.groups.insert({
      id: ports.newId(),
      domainId: found.domainId,
      name: normalizeName('group', input.name, maxGroupName),
      description: groupDescription(input.description ?? (input.description === undefined ? '' : null)),
      managedBy: null,
      extra: input.extra ?? {},
      createdAt: now,
      updatedAt: now,
    })
    record({ kind: 'group.created', subject: { type: 'group', id: group.id }, domainId: group.domainId })
    return group
  },
})

export const groupDescription = (description: string | null): string | null =>
  description === null ? null : normalizeText('description', description, 65_535)
