import type { Project, ResourceOptions } from './project.ts'
import { normalizeDescription, normalizeProjectName } from './project-text.ts'
import { normalizeTags } from './tag-rules.ts'

/** What a client says of a new project or domain, wherever it is to stand. */
export type ProjectWords = {
  readonly name: string
  readonly enabled?: boolean | undefined
  readonly description?: string | null | undefined
  readonly tags?: readonly string[] | undefined
  readonly options?: ResourceOptions | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

type Place = Pick<Project, 'id' | 'domainId' | 'parentId' | 'isDomain'>

/** Rejects with `invalid` for words that cannot be. */
export const newProject = (words: ProjectWords, place: Place, now: number): Project => ({
  ...place,
  name: normalizeProjectName(place, words.name),
  enabled: words.enabled ?? true,
  description: normalizeDescription(place, words.description ?? null),
  tags: normalizeTags(words.tags ?? []),
  options: words.options ?? {},
  extra: words.extra ?? {},
  createdAt: now,
  updatedAt: now,
})
