import type { Given } from './given.ts'

export const listRoles = async ({ muster }: Given) => {
  // #region listRoles
  const [reader] = await muster.roles.list({ name: 'reader' }).toArray({ limit: 1 })
  // #endregion
  return reader
}

export const createRole = async ({ muster }: Given) => {
  // #region createRole
  const role = await muster.roles.create({ name: 'auditor', description: 'Reads reports.' })
  // #endregion
  return role
}

export const getRole = async ({ muster, roleId }: Given) => {
  // #region getRole
  const role = await muster.roles.get(roleId)
  // #endregion
  return role
}

export const updateRole = async ({ muster, roleId }: Given) => {
  // #region updateRole
  const role = await muster.roles.update(roleId, { description: 'Reads and signs reports.' })
  // #endregion
  return role
}

export const deleteRole = async ({ muster, roleId }: Given) => {
  // #region deleteRole
  await muster.roles.delete(roleId)
  // #endregion
}
