import type { Given } from './given.ts'

export const listGroups = async ({ muster }: Given) => {
  // #region listGroups
  const groups = await muster.groups.list({ domain_id: 'default' }).toArray({ limit: 50 })
  // #endregion
  return groups
}

export const createGroup = async ({ muster }: Given) => {
  // #region createGroup
  const group = await muster.groups.create({ name: 'engineers', description: 'They build engines.' })
  // #endregion
  return group
}

export const getGroup = async ({ muster, groupId }: Given) => {
  // #region getGroup
  const group = await muster.groups.get(groupId)
  // #endregion
  return group
}

export const updateGroup = async ({ muster, groupId }: Given) => {
  // #region updateGroup
  const group = await muster.groups.update(groupId, { description: 'They repair engines.' })
  // #endregion
  return group
}

export const deleteGroup = async ({ muster, groupId }: Given) => {
  // #region deleteGroup
  await muster.groups.delete(groupId)
  // #endregion
}

export const listGroupMembers = async ({ muster, groupId }: Given) => {
  // #region listGroupMembers
  const users = await muster.groups.members(groupId).toArray({ limit: 50 })
  // #endregion
  return users
}

export const addGroupMember = async ({ muster, groupId, userId }: Given) => {
  // #region addGroupMember
  await muster.groups.addMember(groupId, userId)
  // #endregion
}

export const removeGroupMember = async ({ muster, groupId, userId }: Given) => {
  // #region removeGroupMember
  await muster.groups.removeMember(groupId, userId)
  // #endregion
}

export const listUserGroups = async ({ muster, userId }: Given) => {
  // #region listUserGroups
  const groups = await muster.groups.ofUser(userId).toArray({ limit: 50 })
  // #endregion
  return groups
}
