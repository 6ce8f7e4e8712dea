import { command } from '../../kernel/operation.ts'
import { checkVersion, versionOf } from '../../kernel/versions.ts'
import { changeProject, type ProjectChanges } from '../projects/change-project.ts'
import { assertMutable } from '../projects/immutable.ts'
import type { Project } from '../projects/project.ts'
import { domainTarget, requireDomain } from './domains.ts'

export type UpdateDomain = ProjectChanges & {
  readonly id: string
  /** Rejects with `conflict` (`version_changed`) unless the version is one of these. */
  readonly ifVersion?: readonly number[] | undefined
}

/** Changes the provided fields. A disabled domain also disables its users and every scope inside it. */
export const updateDomain = command({
  rule: 'identity:update_domain',
  missing: 'shown',
  load: ({ id }: UpdateDomain, at) => requireDomain(id, at),
  target: (_input, domain) => domainTarget(domain),
  apply: async ({ id, ifVersion, ...change }, at): Promise<Project> => {
    const before = await requireDomain(id, at)
    checkVersion('domain', { version: versionOf(before) }, ifVersion)
    assertMutable('domain', before, change)
    const updated = await changeProject(before, change, at)
    // As in Identity v3, tokens of the domain work again once it is enabled; sessions are closed.
    if (before.enabled && !updated.enabled) await at.stores.sessions.closeOfDomain(id)
    return updated
  },
})
