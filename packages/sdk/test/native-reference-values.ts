import { nativeThings } from '../../server/test/apis/native-objects.ts'
import { nativeClient } from '../../server/test/native.ts'
import type { MusterServer } from './muster-server.ts'

/** Operations that end the credentials of their caller, which is a new user. */
const ending = ['deleteMe', 'changeOwnPassword', 'closeOwnSessions']

/** The values that an example of the operation needs, by the names of the contract: ids, `secret`, `token`, passwords. */
export type ExampleValues = Readonly<Record<string, string>>

/** Creates what each example needs, as the administrator of the server. */
export const makeExampleValues = async (
  server: MusterServer,
): Promise<(operation: string) => Promise<ExampleValues>> => {
  const n = await nativeClient(server)
  const openSession = async () => {
    const body = { username: 'admin', password: server.adminPassword }
    return (await n.call('POST', '/sessions', { body })).body.session.id as string
  }
  const { body: me } = await n.call('GET', '/me', { secret: n.admin })
  // The inbox keeps notifications only for users who turned it on.
  const channels = { web_ui: true }
  await n.call('PATCH', '/me/notification-preferences', { secret: n.admin, body: { channels } })
  let count = 0
  const { things, person } = nativeThings({
    s: server,
    n,
    domainId: 'default',
    fresh: (what) => `${what}-${++count}`,
    own: { id: me.user.id, secret: n.admin, password: server.adminPassword, openSession },
  })
  return async (operation) => {
    const made = await things(operation)
    const caller = ending.includes(operation) ? await n.newUser() : undefined
    const userId = made['user_id']
    const user = caller ?? (userId === undefined ? undefined : person(userId))
    return {
      secret: caller ? await n.signIn(caller.username, caller.password) : n.admin,
      token: n.admin,
      ...(user === undefined && { password: server.adminPassword }),
      new_password: 'a phrase for the examples',
      ...(user && { username: user.username, password: user.password }),
      ...made,
    }
  }
}
