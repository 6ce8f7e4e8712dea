import { notFound } from '../../kernel/domain-error.ts'
import { command, query } from '../../kernel/operation.ts'
import type { RuleName } from '../../kernel/rules/defaults/all.ts'
import { changeProject } from './change-project.ts'
import { projectTarget, requireProject } from './get-project.ts'
import { assertMutable } from './immutable.ts'
import type { Project } from './project.ts'
import { nounOf } from './project-text.ts'
import { normalizeTag } from './tag-rules.ts'

type OfProject = { readonly id: string }
type OneTag = OfProject & { readonly tag: string }
type Tags = readonly string[]

const target = (_input: unknown, project: Project) => projectTarget(project)

export const listProjectTags = query({
  searches: true,
  rule: 'identity:list_project_tags',
  load: ({ id }: OfProject, at) => requireProject(id, at),
  target,
  read: async (_input, { tags }): Promise<Tags> => tags,
})

/** Rejects with `not_found` when the project lacks the tag. */
export const checkProjectTag = query({
  rule: 'identity:get_project_tag',
  load: ({ id }: OneTag, at) => requireProject(id, at),
  target,
  read: async ({ tag }, { tags }): Promise<void> => {
    if (!tags.includes(tag)) throw notFound('project_tag', tag)
  },
})

/** Reads and replaces the tags in one transaction, so that no concurrent change is lost. */
const tagChange = <I extends OfProject>(rule: RuleName, next: (tags: Tags, input: I) => Tags) =>
  command({
    rule,
    load: ({ id }: I, at) => requireProject(id, at),
    target,
    apply: async (input: I, at): Promise<Tags> => {
      const before = await requireProject(input.id, at)
      assertMutable(nounOf(before), before, {})
      const { tags } = await changeProject(before, { tags: next(before.tags, input) }, at)
      return tags
    },
  })

export const setProjectTags = tagChange(
  'identity:update_project_tags',
  (_old, { tags }: OfProject & { readonly tags: Tags }) => tags,
)

/** Rejects with `invalid` when the project already has the tag. */
export const addProjectTag = tagChange('identity:create_project_tag', (old, { tag }: OneTag) => [
  ...old,
  normalizeTag(tag),
])

/** Rejects with `not_found` when the project lacks the tag. */
export const removeProjectTag = tagChange('identity:delete_project_tag', (old, { tag }: OneTag) => {
  if (!old.includes(tag)) throw notFound('project_tag', tag)
  return old.filter((kept) => kept !== tag)
})

export const removeProjectTags = tagChange('identity:delete_project_tags', (_old, _input: OfProject) => [])
