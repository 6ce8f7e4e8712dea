import type { projectTags as contract } from '@muster/contract/keystone/project-tags.ts'
import {
  addProjectTag,
  checkProjectTag,
  listProjectTags,
  removeProjectTag,
  removeProjectTags,
  setProjectTags,
} from '../../core/directory/projects/project-tags.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { linkTo } from './links.ts'

const tagsPath = (projectId: string) => `/projects/${encodeURIComponent(projectId)}/tags`

const showTags = (tags: readonly string[], projectId: string, context: RequestContext) => ({
  tags: [...tags],
  links: { self: linkTo(context, tagsPath(projectId)) },
})

export const projectTags = {
  async listProjectTags({ params: { project_id: id } }, context) {
    return { status: 200, body: showTags(await context.run(listProjectTags, { id }), id, context) }
  },

  async setProjectTags({ params: { project_id: id }, body: { tags } }, context) {
    return { status: 200, body: showTags(await context.run(setProjectTags, { id, tags }), id, context) }
  },

  async removeProjectTags({ params: { project_id: id } }, context) {
    await context.run(removeProjectTags, { id })
    return { status: 204 }
  },

  async checkProjectTag({ params: { project_id: id, value } }, context) {
    await context.run(checkProjectTag, { id, tag: value })
    return { status: 204 }
  },

  async addProjectTag({ params: { project_id: id, value } }, context) {
    const tags = await context.run(addProjectTag, { id, tag: value })
    const location = linkTo(context, `${tagsPath(id)}/${encodeURIComponent(tags.at(-1) ?? value)}`)
    return { status: 201, headers: { location } }
  },

  async removeProjectTag({ params: { project_id: id, value } }, context) {
    await context.run(removeProjectTag, { id, tag: value })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
