import type { Given } from './given.ts'

export const listDeletedUsers = async ({ muster }: Given) => {
  // #region listDeletedUsers
  const deleted = await muster.deletedUsers.list().toArray({ limit: 50 })
  // #endregion
  return deleted
}

export const getDeletedUser = async ({ muster, userId }: Given) => {
  // #region getDeletedUser
  const user = await muster.deletedUsers.get(userId)
  // #endregion
  return user
}

export const restoreUser = async ({ muster, userId }: Given) => {
  // #region restoreUser
  const user = await muster.deletedUsers.restore(userId, { username: 'restored' })
  // #endregion
  return user
}

export const purgeDeletedUser = async ({ muster, userId }: Given) => {
  // #region purgeDeletedUser
  await muster.deletedUsers.purge(userId)
  // #endregion
}
