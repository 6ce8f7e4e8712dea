import type { Given } from './given.ts'

export const listRoleAssignments = async ({ muster, userId }: Given) => {
  // #region listRoleAssignments
  const query = { user_id: userId, effective: true }
  const assignments = await muster.assignments.list(query).toArray({ limit: 50 })
  const reasons = assignments.map(({ role_id, scope, source }) => ({ role_id, scope, source }))
  // #endregion
  return reasons
}

export const grantUserRole = async ({ muster, userId, roleId }: Given) => {
  // #region grantUserRole
  await muster.assignments.grant({ userId, roleId, scope: 'domain:default' })
  // #endregion
}

export const revokeUserRole = async ({ muster, userId, roleId }: Given) => {
  // #region revokeUserRole
  await muster.assignments.revoke({ userId, roleId, scope: 'domain:default' })
  // #endregion
}

export const grantGroupRole = async ({ muster, groupId, roleId }: Given) => {
  // #region grantGroupRole
  await muster.assignments.grant({ groupId, roleId, scope: 'domain:default' })
  // #endregion
}

export const revokeGroupRole = async ({ muster, groupId, roleId }: Given) => {
  // #region revokeGroupRole
  await muster.assignments.revoke({ groupId, roleId, scope: 'domain:default' })
  // #endregion
}
