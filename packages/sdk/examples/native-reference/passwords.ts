import { Muster } from '@muster/sdk'
import type { Given } from './given.ts'

export const requestRecovery = async ({ url, username }: Given) => {
  // #region requestRecovery
  await new Muster({ url }).passwords.requestRecovery({ username })
  // #endregion
}

export const resetPassword = async ({ url, recoveryToken, newPassword }: Given) => {
  // #region resetPassword
  await new Muster({ url }).passwords.reset({ token: recoveryToken, password: newPassword })
  // #endregion
}

export const sendRecovery = async ({ muster, userId }: Given) => {
  // #region sendRecovery
  await muster.users.sendRecovery(userId)
  // #endregion
}

export const setPassword = async ({ muster, userId, newPassword }: Given) => {
  // #region setPassword
  await muster.users.setPassword(userId, newPassword)
  // #endregion
}

export const changeOwnPassword = async ({ muster, password, newPassword }: Given) => {
  // #region changeOwnPassword
  await muster.me.changePassword({ current_password: password, password: newPassword })
  // #endregion
}

export const changePassword = async ({ url, username, password, newPassword }: Given) => {
  // #region changePassword
  await new Muster({ url }).passwords.change({
    username,
    current_password: password,
    password: newPassword,
  })
  // #endregion
}
