import type { Given } from './given.ts'

export const getMe = async ({ muster }: Given) => {
  // #region getMe
  const { user, authority } = await muster.me.get()
  const roles = authority.roles.map(({ name }) => name)
  // #endregion
  return { user, roles }
}

export const getOwnPermissions = async ({ muster }: Given) => {
  // #region getOwnPermissions
  const { rules } = await muster.me.permissions()
  const mayCreateUsers = rules.includes('identity:create_user')
  // #endregion
  return mayCreateUsers
}

export const updateMe = async ({ muster }: Given) => {
  // #region updateMe
  const me = await muster.me.update({ given_name: 'Ada', family_name: 'King' })
  // #endregion
  return me
}

export const listOwnProjects = async ({ muster }: Given) => {
  // #region listOwnProjects
  const mine = await muster.me.projects().toArray({ limit: 50 })
  const names = mine.map(({ project }) => project.name)
  // #endregion
  return names
}

export const listOwnProjectMembers = async ({ muster, projectId }: Given) => {
  // #region listOwnProjectMembers
  const members = await muster.me.projectMembers(projectId).toArray({ limit: 50 })
  const usernames = members.map(({ username }) => username)
  // #endregion
  return usernames
}

export const leaveProject = async ({ muster, projectId }: Given) => {
  // #region leaveProject
  await muster.me.leaveProject(projectId)
  // #endregion
}

export const deleteMe = async ({ muster }: Given) => {
  // #region deleteMe
  await muster.me.delete()
  // #endregion
}
