import type { projectTags as contract } from '@muster/contract/keystone/project-tags.ts'
import {
  addProjectTag,
  checkProjectTag,
  listProjectTags,
  removeProjectTag,
  removeProjectTags,
  setProjectTags,
} from '../../core/projects/project-tags.ts'
import type { Handlers, Visit } from '../../http/face.ts'
import { linkTo } from './links.ts'

const tagsPath = (projectId: string) => `/projects/${encodeURIComponent(projectId)}/tags`

const showTags = (tags: readonly string[], projectId: string, visit: Visit) => ({
  tags: [...tags],
  links: { self: linkTo(visit, tagsPath(projectId)) },
})

export const projectTags = {
  async listProjectTags({ params: { project_id: id } }, visit) {
    return { status: 200, body: showTags(await visit.run(listProjectTags, { id }), id, visit) }
  },

  async setProjectTags({ params: { project_id: id }, body: { tags } }, visit) {
    return { status: 200, body: showTags(await visit.run(setProjectTags, { id, tags }), id, visit) }
  },

  async removeProjectTags({ params: { project_id: id } }, visit) {
    await visit.run(removeProjectTags, { id })
    return { status: 204 }
  },

  async checkProjectTag({ params: { project_id: id, value } }, visit) {
    await visit.run(checkProjectTag, { id, tag: value })
    return { status: 204 }
  },

  async addProjectTag({ params: { project_id: id, value } }, visit) {
    const tags = await visit.run(addProjectTag, { id, tag: value })
    const location = linkTo(visit, `${tagsPath(id)}/${encodeURIComponent(tags.at(-1) ?? value)}`)
    return { status: 201, headers: { location } }
  },

  async removeProjectTag({ params: { project_id: id, value } }, visit) {
    await visit.run(removeProjectTag, { id, tag: value })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
