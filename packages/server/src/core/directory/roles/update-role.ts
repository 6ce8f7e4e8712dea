import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { barImmutableChange, mergeOptions, type OptionsChange } from '../projects/immutable.ts'
import { requireRole, roleRule, roleTarget } from './get-role.ts'
import type { Role } from './role.ts'
import { roleDescription, roleName } from './role-text.ts'

export type UpdateRole = {
  readonly id: string
  readonly name?: string | undefined
  /** Only to confirm: a role never changes its domain. */
  readonly domainId?: string | null | undefined
  readonly description?: string | null | undefined
  /** Merged; null removes an option. */
  readonly options?: OptionsChange | undefined
  /** Merged by top-level name. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/** A merge of what is given; an immutable role must first be freed. */
export const updateRole = command({
  rule: roleRule('update'),
  missing: 'shown',
  load: ({ id }: UpdateRole, at) => requireRole(id, at),
  target: (_input, role) => roleTarget(role),
  apply: async (input, { stores, now, record }): Promise<Role> => {
    const { id, ...change } = input
    const before = await requireRole(id, { stores })
    barImmutableChange('role', before, change)
    if (input.domainId !== undefined && input.domainId !== before.domainId)
      throw domainError('invalid', 'domain_immutable', 'A role cannot move to another domain.', {
        field: 'domain_id',
      })
    const updated = await stores.roles.update(id, {
      name: input.name === undefined ? undefined : roleName(input.name),
      description: input.description === undefined ? undefined : roleDescription(input.description),
      options: input.options && mergeOptions(before.options, input.options),
      extra: input.extra && { ...before.extra, ...input.extra },
      updatedAt: now,
    })
    if (!updated) throw notFound('role', id)
    record({
      kind: 'role.updated',
      subject: { type: 'role', id },
      domainId: updated.domainId,
      // Tokens show names of roles, and rules compare them.
      invalidates: updated.name === before.name ? [] : ['roles'],
      detail: { fields: Object.keys(change) },
    })
    return updated
  },
})
