import type { Given } from './given.ts'

export const listUsers = async ({ muster }: Given) => {
  // #region listUsers
  const users = muster.users.list({ status: 'active', sort: '-created_at' })
  const newest = await users.toArray({ limit: 10 })
  // #endregion
  return newest
}

export const createUser = async ({ muster }: Given) => {
  // #region createUser
  const ada = await muster.users.create({
    username: 'ada',
    email: 'ada@example.org',
    display_name: 'Ada Lovelace',
  })
  // #endregion
  return ada
}

export const getUser = async ({ muster, userId }: Given) => {
  // #region getUser
  const user = await muster.users.get(userId)
  // #endregion
  return user
}

export const updateUser = async ({ muster, userId }: Given) => {
  // #region updateUser
  const user = await muster.users.get(userId)
  // Throws VersionChanged if another program changed the user in between.
  const changed = await muster.users.update(
    userId,
    { display_name: 'Ada King', phone_number: null },
    { ifMatch: user },
  )
  // #endregion
  return changed
}

export const deleteUser = async ({ muster, userId }: Given) => {
  // #region deleteUser
  await muster.users.delete(userId)
  // #endregion
}

export const listUserSecondFactors = async ({ muster, userId }: Given) => {
  // #region listUserSecondFactors
  const { required, second_factors } = await muster.users.secondFactors(userId)
  // #endregion
  return { required, second_factors }
}

export const resetUserSecondFactors = async ({ muster, userId }: Given) => {
  // #region resetUserSecondFactors
  // The user signs in with the password alone, until another one-time password is set up.
  await muster.users.resetSecondFactors(userId)
  // #endregion
}
