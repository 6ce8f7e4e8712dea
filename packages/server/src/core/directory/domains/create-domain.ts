import { domainError } from '../../kernel/domain-error.ts'
import { assertIdNeverUsed } from '../../kernel/events/unused-id.ts'
import { command } from '../../kernel/operation.ts'
import { newProject, type ProjectFields } from '../projects/new-project.ts'
import type { Project } from '../projects/project.ts'

export type CreateDomain = ProjectFields & {
  /** The id to use, 32 lowercase hex digits, for domains that exist in another system. */
  readonly explicitId?: string | undefined
}

/** Rejects with `conflict` when the name is taken or the id was ever used. */
export const createDomain = command({
  rule: 'identity:create_domain',
  isolation: 'read committed',
  apply: async (
    { explicitId, ...fields }: CreateDomain,
    { stores, ports, now, record },
  ): Promise<Project> => {
    if (explicitId !== undefined && !/^[0-9a-f]{32}$/.test(explicitId))
      throw domainError(
        'invalid',
        'id_malformed',
        'explicit_domain_id must be 32 lowercase hexadecimal digits.',
        {
          field: 'explicit_domain_id',
        },
      )
    if (explicitId !== undefined) await assertIdNeverUsed(explicitId, 'explicit_domain_id', { stores })
    const place = { id: explicitId ?? ports.newId(), domainId: null, parentId: null, isDomain: true }
    const domain = await stores.projects.insert(newProject(fields, place, now))
    record({ kind: 'domain.created', subject: { type: 'domain', id: domain.id }, domainId: domain.id })
    return domain
  },
})
