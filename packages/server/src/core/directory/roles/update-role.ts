import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { checkVersion, nextUpdatedAt, versionOf } from '../../kernel/versions.ts'
import { assertMutable, mergeOptions, type OptionsChange } from '../projects/immutable.ts'
import type { Role } from './role.ts'
import { roleDescription, roleName } from './role-text.ts'
import { requireRole, roleRules, roleTarget } from './roles.ts'

export type UpdateRole = {
  readonly id: string
  readonly name?: string | undefined
  /** Must equal the current domain: a role cannot move. */
  readonly domainId?: string | null | undefined
  readonly description?: string | null | undefined
  /** Merged; null removes an option. */
  readonly options?: OptionsChange | undefined
  /** Merged by top-level name. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined
  /** Rejects with `conflict` (`version_changed`) unless the version is one of these. */
  readonly ifVersion?: readonly number[] | undefined
}

/** Changes the provided fields. The option `immutable` must be cleared first. */
export const updateRole = command({
  rules: roleRules('update'),
  missing: 'shown',
  load: ({ id }: UpdateRole, at) => requireRole(id, at),
  target: (_input, role) => roleTarget(role),
  apply: async (input, { stores, now, record }): Promise<Role> => {
    const { id, ifVersion, ...change } = input
    const before = await requireRole(id, { stores })
    checkVersion('role', { version: versionOf(before) }, ifVersion)
    assertMutable('role', before, change)
    if (input.domainId !== undefined && input.domainId !== before.domainId)
      throw domainError('invalid', 'domain_immutable', 'A role cannot move to another domain.', {
        field: 'domain_id',
      })
    const updated = await stores.roles.update(id, {
      name: input.name === undefined ? undefined : roleName(input.name),
      description: input.description === undefined ? undefined : roleDescription(input.description),
      options: input.options && mergeOptions(before.options, input.options),
      extra: input.extra && { ...before.extra, ...input.extra },
      updatedAt: nextUpdatedAt(before, now),
    })
    if (!updated) throw notFound('role', id)
    record({
      kind: 'role.updated',
      subject: { type: 'role', id },
      domainId: updated.domainId,
      // Tokens contain role names, and rules compare them.
      invalidates: updated.name === before.name ? [] : ['roles'],
      detail: { fields: Object.keys(change) },
    })
    return updated
  },
})
