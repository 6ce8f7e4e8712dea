import { command } from '../../kernel/operation.ts'
import { changeProject, type ProjectChanges } from '../projects/change-project.ts'
import { barImmutableChange } from '../projects/immutable.ts'
import type { Project } from '../projects/project.ts'
import { domainTarget, requireDomain } from './get-domain.ts'

export type UpdateDomain = ProjectChanges & { readonly id: string }

/** A merge of what is given. While a domain is disabled, its users and every scope inside it are too. */
export const updateDomain = command({
  rule: 'identity:update_domain',
  missing: 'shown',
  load: ({ id }: UpdateDomain, at) => requireDomain(id, at),
  target: (_input, domain) => domainTarget(domain),
  apply: async ({ id, ...change }, at): Promise<Project> => {
    const before = await requireDomain(id, at)
    barImmutableChange('domain', before, change)
    const updated = await changeProject(before, change, at)
    // Tokens of the domain wait until it is enabled again, as in Identity v3; people sign in anew.
    if (before.enabled && !updated.enabled) await at.stores.sessions.closeOfDomain(id)
    return updated
  },
})
