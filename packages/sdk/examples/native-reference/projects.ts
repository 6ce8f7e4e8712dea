import type { Given } from './given.ts'

export const listProjects = async ({ muster }: Given) => {
  // #region listProjects
  const projects = await muster.projects.list({ domain_id: 'default' }).toArray({ limit: 50 })
  // #endregion
  return projects
}

export const createProject = async ({ muster }: Given) => {
  // #region createProject
  const project = await muster.projects.create({ name: 'apollo', tags: ['space'] })
  // #endregion
  return project
}

export const getProject = async ({ muster, projectId }: Given) => {
  // #region getProject
  const project = await muster.projects.get(projectId)
  // #endregion
  return project
}

export const updateProject = async ({ muster, projectId }: Given) => {
  // #region updateProject
  const project = await muster.projects.update(projectId, { tags: ['space', 'moon'] })
  // #endregion
  return project
}

export const deleteProject = async ({ muster, projectId }: Given) => {
  // #region deleteProject
  await muster.projects.delete(projectId)
  // #endregion
}

export const listProjectMembers = async ({ muster, projectId }: Given) => {
  // #region listProjectMembers
  const members = await muster.projects.members(projectId).toArray({ limit: 50 })
  // #endregion
  return members
}

export const setProjectMember = async ({ muster, projectId, userId }: Given) => {
  // #region setProjectMember
  const member = await muster.projects.setMember(projectId, userId, 'reader')
  // #endregion
  return member
}

export const removeProjectMember = async ({ muster, projectId, userId }: Given) => {
  // #region removeProjectMember
  await muster.projects.removeMember(projectId, userId)
  // #endregion
}
