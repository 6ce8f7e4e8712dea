// #region first-call
import { Arize } from '@muster/sdk/arize'

export const firstCall = async (apiKey: string, baseUrl: string) => {
  const arize = new Arize({ apiKey, baseUrl })
  const { users } = await arize.users.listPage({ limit: 1 })
  return users.map(({ name, status }) => `${name}: ${status}`)
}
// #endregion

// #region create
export const invite = async (arize: Arize, email: string) => {
  const { isNew, temporaryPassword } = await arize.users.create({
    name: 'Ann',
    email,
    role: { type: 'predefined', name: 'member' },
    inviteMode: 'temporary_password',
  })
  return isNew ? `the password is ${temporaryPassword}` : 'already invited'
}
// #endregion

// #region list
export const invitedEmails = async (arize: Arize) => {
  const emails: string[] = []
  for await (const { email } of arize.users.list({ status: ['invited', 'expired'] })) emails.push(email)
  return emails
}

// #endregion

// #region errors
import { ArgumentError, NotFoundException } from '@muster/sdk/arize'

export const rename = async (arize: Arize, userId: string, name: string) => {
  try {
    const user = await arize.users.update({ userId, name })
    return user.name
  } catch (error) {
    if (error instanceof NotFoundException) return error.data?.title
    if (error instanceof ArgumentError) return `malformed ${error.argument}`
    throw error
  }
}
// #endregion
