import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { nextUpdatedAt } from '../../kernel/versions.ts'
import { mergeOptions, type OptionsChange } from './immutable.ts'
import type { Project } from './project.ts'
import { normalizeDescription, normalizeProjectName, nounOf } from './project-text.ts'
import { normalizeTags } from './tag-rules.ts'

/** `undefined` fields keep their values. */
export type ProjectChanges = {
  readonly name?: string | undefined
  readonly enabled?: boolean | undefined
  readonly description?: string | null | undefined
  /** Replaces all tags. */
  readonly tags?: readonly string[] | undefined
  readonly options?: OptionsChange | undefined
  /** Merged by top-level name. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

type Context = Pick<CommandContext, 'stores' | 'now' | 'record'>

/** No enabled project may be below a disabled one. A disabled domain disables everything in it instead. */
const checkEnabledChange = async (project: Project, enabled: boolean, { stores }: Context): Promise<void> => {
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

/** Changes a project or domain; the caller has checked `immutable` and the rule. */
export const changeProject = async (
  before: Project,
  change: ProjectChanges,
  at: Context,
): Promise<Project> => {
  const { stores, now, record } = at
  const { name, enabled, description } = change
  if (enabled !== undefined && enabled !== before.enabled) await checkEnabledChange(before, enabled, at)
  const updated = await stores.projects.update(before.id, {
    name: name === undefined ? undefined : normalizeProjectName(before, name),
    enabled,
    description: description === undefined ? undefined : normalizeDescription(before, description),
    tags: change.tags && normalizeTags(change.tags),
    options: change.options && mergeOptions(before.options, change.options),
    extra: change.extra && { ...before.extra, ...change.extra },
    updatedAt: nextUpdatedAt(before, now),
  })
  const noun = nounOf(before)
  if (!updated) throw notFound(noun, before.id)
  record({
    kind: `${noun}.updated`,
    subject: { type: noun, id: before.id },
    domainId: before.domainId ?? before.id,
    // Tokens contain names and depend on `enabled`; no cache entry depends on other fields.
    ...(name === undefined && enabled === undefined ? {} : { invalidates: [`project:${before.id}`] }),
    detail: {
      fields: Object.entries(change).flatMap(([field, value]) => (value === undefined ? [] : [field])),
    },
  })
  return updated
}
