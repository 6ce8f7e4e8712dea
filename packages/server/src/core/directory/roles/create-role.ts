import { command } from '../../kernel/operation.ts'
import type { ResourceOptions } from '../projects/project.ts'
import type { Role } from './role.ts'
import { roleDescription, roleName } from './role-text.ts'

export type CreateRole = {
  readonly name: string
  /** Absent or null: a global role. The domain need not exist (keystone.md section 15.1). */
  readonly domainId?: string | null | undefined
  readonly description?: string | null | undefined
  readonly options?: ResourceOptions | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/** Rejects with `conflict` when the name is taken among the global roles or among those of the domain. */
export const createRole = command({
  rules: {
    any: ['identity:create_role', 'identity:create_domain_role'],
    choose: ({ domainId }: CreateRole) => (domainId ? 'identity:create_domain_role' : 'identity:create_role'),
  },
  isolation: 'read committed',
  target: ({ domainId }) => ({ target: { role: { domain_id: domainId || undefined } } }),
  apply: async (input, { stores, ports, now, record }): Promise<Role> => {
    const role = await stores.roles.insert({
      id: ports.newId(),
      domainId: input.domainId || null,
      name: roleName(input.name),
      description: roleDescription(input.description ?? null),
      options: input.options ?? {},
      extra: input.extra ?? {},
      createdAt: now,
      updatedAt: now,
    })
    record({ kind: 'role.created', subject: { type: 'role', id: role.id }, domainId: role.domainId })
    return role
  },
})
