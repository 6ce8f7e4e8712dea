import type { Project, ResourceOptions } from './project.ts'
import { normalizeDescription, normalizeProjectName } from './project-text.ts'
import { normalizeTags } from './tag-rules.ts'

/** Input fields of a new project or domain. */
export type ProjectFields = {
  readonly name: string
  readonly enabled?: boolean | undefined
  readonly description?: string | null | undefined
  readonly tags?: readonly string[] | undefined
  readonly options?: ResourceOptions | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

type Place = Pick<Project, 'id' | 'domainId' | 'parentId' | 'isDomain'>

/** Builds a new project from validated input. Rejects with `invalid`. */
export const newProject = (fields: ProjectFields, place: Place, now: number): Project => ({
  ...place,
  name: normalizeProjectName(place, fields.name),
  enabled: fields.enabled ?? true,
  description: normalizeDescription(place, fields.description ?? null),
  tags: normalizeTags(fields.tags ?? []),
  options: fields.options ?? {},
  extra: fields.extra ?? {},
  createdAt: now,
  updatedAt: now,
})
