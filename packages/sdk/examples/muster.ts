// #region first-call
import { Muster } from '@muster/sdk'

export const firstCall = async (url: string, password: string) => {
  const { secret } = await new Muster({ url }).sessions.open({ username: 'admin', password })
  const muster = new Muster({ url, session: secret })
  const ada = await muster.users.create({ username: 'ada', email: 'ada@example.org' })
  return `${ada.username} is ${ada.status}`
}
// #endregion

// #region lists
export const listUsers = async (muster: Muster) => {
  const names: string[] = []
  // All active users, newest first; pages are fetched while the loop runs.
  for await (const user of muster.users.list({ status: 'active', sort: '-created_at' }))
    names.push(user.username)
  const [newest] = await muster.users.list({ sort: '-created_at' }).toArray({ limit: 1 })
  return { names, newest, total: await muster.users.count() }
}
// #endregion

// #region changes
export const rename = async (muster: Muster, userId: string) => {
  const user = await muster.users.get(userId)
  // Rejected with VersionChanged if another program changed the user since.
  return muster.users.update(userId, { display_name: 'Ada Lovelace', description: null }, { ifMatch: user })
}

// #endregion

// #region errors
import { Conflict, RateLimited } from '@muster/sdk'

export const createOnce = async (muster: Muster, username: string) => {
  try {
    return (await muster.users.create({ username })).id
  } catch (error) {
    if (error instanceof Conflict && error.code === 'user_name_taken') return undefined
    if (error instanceof RateLimited) throw new Error(`Try again in ${error.retryAfter} s`, { cause: error })
    throw error
  }
}
// #endregion

// #region imports
export const importUsers = async (muster: Muster, csv: string, warn: (line: string) => void) => {
  const { id } = await muster.imports.create({ format: 'csv', invite: true })
  for await (const line of muster.imports.sendRows(id, csv, { format: 'csv' })) {
    if (line.kind === 'error') warn(`row ${line.row}: ${line.message}`)
    if (line.kind === 'done') return line.created
  }
  throw new Error('The import was interrupted. Send the same rows again.')
}
// #endregion

// #region events
export const watchUsers = async (muster: Muster, signal: AbortSignal, log: (line: string) => void) => {
  for await (const { kind, subject_id } of muster.events.follow({ subject_type: 'user' }, { signal }))
    log(`${kind} ${subject_id}`)
}
// #endregion
