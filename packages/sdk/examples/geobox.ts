// #region first-call
import { Geobox } from '@muster/sdk/geobox'

export const firstCall = async (username: string, password: string, baseUrl: string) => {
  const geobox = new Geobox({ username, password, baseUrl })
  const me = await geobox.users.get()
  return `${me.username}: ${me.role}`
}
// #endregion

// #region create
export const createViewer = async (geobox: Geobox, username: string, password: string) => {
  const user = await geobox.users.create({
    username,
    email: `${username}@example.com`,
    password,
    role: 'Viewer',
    status: 'Active',
  })
  await user.update({ firstName: 'Ann', mobile: '+98 9120123456' })
  return user.id
}
// #endregion

// #region list
export const usernames = async (geobox: Geobox, text: string) => {
  const names: (string | null)[] = []
  for await (const { username } of geobox.users.list({ search: text, orderBy: 'username D' }))
    names.push(username)
  return names
}
// #endregion

// #region sessions
export const closeOtherSessions = async (geobox: Geobox) => {
  const sessions = await geobox.users.getMySessions()
  const others = sessions.filter(({ isCurrent }) => !isCurrent)
  for (const session of others) await session.close()
  return others.length
}

// #endregion

// #region errors
import { ArgumentError, NotFoundError } from '@muster/sdk/geobox'

export const deleteIfExists = async (geobox: Geobox, userId: number) => {
  try {
    const user = await geobox.users.get(userId)
    await user.delete()
    return 'deleted'
  } catch (error) {
    if (error instanceof NotFoundError) return 'no such user'
    if (error instanceof ArgumentError) return `malformed ${error.argument}`
    throw error
  }
}
// #endregion
