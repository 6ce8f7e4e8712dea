import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { mergeOptions, type OptionsChange } from './immutable.ts'
import type { Project } from './project.ts'
import { normalizeDescription, normalizeProjectName, nounOf } from './project-text.ts'
import { normalizeTags } from './tag-rules.ts'

/** A merge: `undefined` is as it was. */
export type ProjectChanges = {
  readonly name?: string | undefined
  readonly enabled?: boolean | undefined
  readonly description?: string | null | undefined
  /** Replaces them all. */
  readonly tags?: readonly string[] | undefined
  readonly options?: OptionsChange | undefined
  /** Merged by top-level name. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

type Inside = Pick<CommandContext, 'stores' | 'now' | 'record'>

/** No enabled project ever stands below a disabled one; a domain alone is disabled with all that is in it. */
const checkSwitch = async (project: Project, enabled: boolean, { stores }: Inside): Promise<void> => {
  if (project.isDomain) return
  if (enabled) {
    const above = await stores.projects.ancestors(project.id)
    if (above.every((ancestor) => ancestor.enabled)) return
    throw domainError(
      'failed_precondition',
      'ancestor_disabled',
      `Cannot enable project ${project.id}: a project above it, or its domain, is disabled.`,
    )
  }
  const below = await stores.projects.descendants(project.id)
  if (below.some((descendant) => descendant.enabled))
    throw domainError(
      'failed_precondition',
      'descendant_enabled',
      `Cannot disable project ${project.id}: there are enabled projects below it.`,
    )
}

/** Changes what is stored as `before`, a project or a domain, once everything that bars it was looked at. */
export const changeProject = async (
  before: Project,
  change: ProjectChanges,
  at: Inside,
): Promise<Project> => {
  const { stores, now, record } = at
  const { name, enabled, description } = change
  if (enabled !== undefined && enabled !== before.enabled) await checkSwitch(before, enabled, at)
  const updated = await stores.projects.update(before.id, {
    name: name === undefined ? undefined : normalizeProjectName(before, name),
    enabled,
    description: description === undefined ? undefined : normalizeDescription(before, description),
    tags: change.tags && normalizeTags(change.tags),
    options: change.options && mergeOptions(before.options, change.options),
    extra: change.extra && { ...before.extra, ...change.extra },
    updatedAt: now,
  })
  const noun = nounOf(before)
  if (!updated) throw notFound(noun, before.id)
  record({
    kind: `${noun}.updated`,
    subject: { type: noun, id: before.id },
    domainId: before.domainId ?? before.id,
    // Tokens show names and stand on `enabled`; nothing else of a project can be in a cached answer.
    ...(name === undefined && enabled === undefined ? {} : { invalidates: [`project:${before.id}`] }),
    detail: {
      fields: Object.entries(change).flatMap(([field, value]) => (value === undefined ? [] : [field])),
    },
  })
  return updated
}
