import type { Project, ResourceOptions } from './project.ts'
import { cleanDescription, cleanProjectName } from './project-text.ts'
import { cleanTags } from './tag-rules.ts'

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

/** Refuses `invalid` for words that cannot be. */
export const newProject = (words: ProjectWords, place: Place, now: number): Project => ({
  ...place,
  name: cleanProjectName(place, words.name),
  enabled: words.enabled ?? true,
  description: cleanDescription(place, words.description ?? null),
  tags: cleanTags(words.tags ?? []),
  options: words.options ?? {},
  extra: words.extra ?? {},
  createdAt: now,
  updatedAt: now,
})
