// #region first-call
import { Roboto } from '@muster/sdk/roboto'

export const firstCall = async (apiKey: string, baseUrl: string) => {
  const roboto = new Roboto({ apiKey, baseUrl })
  const user = await roboto.users.forSelf()
  return `${user.userId}: ${user.name ?? 'without a name'}`
}
// #endregion

// #region create
export const createServiceUser = async (roboto: Roboto, userId: string) => {
  const user = await roboto.users.create({ userId, name: 'Service User', isServiceUser: true })
  await user.update({ notificationChannelsEnabled: { email: false } })
  return user.record.isEmailNotificationsEnabled()
}
// #endregion

// #region orgs
export const orgNames = async (roboto: Roboto, userId: string) => {
  const orgs = await roboto.orgs.forUser(userId)
  return orgs.map(({ name }) => name)
}

// #endregion

// #region errors
import { ArgumentError, RobotoNotFoundException } from '@muster/sdk/roboto'

export const deleteIfExists = async (roboto: Roboto, userId: string) => {
  try {
    const user = await roboto.users.fromId(userId)
    await user.delete()
    return 'deleted'
  } catch (error) {
    if (error instanceof RobotoNotFoundException) return 'no such user'
    if (error instanceof ArgumentError) return `malformed ${error.argument}`
    throw error
  }
}
// #endregion
