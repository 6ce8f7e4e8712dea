import { Muster } from '@muster/sdk'
import type { Given } from './given.ts'

export const openSession = async ({ url, username, password }: Given) => {
  // #region openSession
  const { secret } = await new Muster({ url }).sessions.open({ username, password })
  const muster = new Muster({ url, session: secret })
  // #endregion
  return muster
}

export const listOwnSessions = async ({ muster }: Given) => {
  // #region listOwnSessions
  const sessions = await muster.sessions.list().toArray({ limit: 10 })
  const others = sessions.filter(({ current }) => !current)
  // #endregion
  return others
}

export const closeOwnSessions = async ({ muster }: Given) => {
  // #region closeOwnSessions
  await muster.sessions.closeAll({ keep_current: true })
  // #endregion
}

export const closeOwnSession = async ({ muster, sessionId }: Given) => {
  // #region closeOwnSession
  // Without an id, the current session ends.
  await muster.sessions.close(sessionId)
  // #endregion
}

export const listUserSessions = async ({ muster, userId }: Given) => {
  // #region listUserSessions
  const sessions = await muster.sessions.listOfUser(userId).toArray({ limit: 10 })
  // #endregion
  return sessions
}

export const closeUserSessions = async ({ muster, userId }: Given) => {
  // #region closeUserSessions
  await muster.sessions.closeAllOfUser(userId)
  // #endregion
}

export const closeUserSession = async ({ muster, userId, sessionId }: Given) => {
  // #region closeUserSession
  await muster.sessions.closeOfUser(userId, sessionId)
  // #endregion
}
