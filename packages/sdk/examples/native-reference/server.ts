import type { Given } from './given.ts'

export const getServer = async ({ muster }: Given) => {
  // #region getServer
  const { version, database, mail, keys } = await muster.server.get()
  // #endregion
  return { version, database, mail, keys }
}

export const listServerSettings = async ({ muster }: Given) => {
  // #region listServerSettings
  const settings = await muster.server.settings()
  // #endregion
  return settings
}
