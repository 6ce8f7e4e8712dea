import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Place } from '../../server/test/databases.ts'
import { eventLogSettled } from '../../server/test/event-log-settled.ts'
import { type Native, nativeClient } from '../../server/test/native.ts'
import { type Receiver, startReceiver } from '../../server/test/receiver.ts'
import type { Called } from '../../server/test/test-server.ts'
import { type Console, openConsole } from './console.ts'

export type Person = { readonly id: string; readonly username: string; readonly password: string }

export type Operations = Console & {
  readonly n: Native
  readonly receiver: Receiver
  /** A request of the administrator, which must succeed. */
  readonly ask: (method: string, path: string, body?: unknown) => Promise<Called['body']>
  /** A new user; with a role, on the default domain. */
  readonly person: (role?: string) => Promise<Person>
  /** Delivers what is due to the webhooks. */
  readonly deliver: () => Promise<void>
  /** Opens a path of the console as the administrator or as that person. */
  readonly as: (
    who: Person | undefined,
    path: string,
    work: (page: Page) => Promise<void>,
    options?: Parameters<Console['visit']>[1],
  ) => Promise<void>
}

export const openOperations = async (
  place: Place,
  settings: Readonly<Record<string, string>> = {},
): Promise<Operations> => {
  const receiver = await startReceiver()
  const c = await openConsole(place, { MUSTER_DEVELOPMENT: 'true', ...settings })
  const { s } = c
  const n = await nativeClient(s)
  return {
    ...c,
    n,
    receiver,
    async ask(method, path, body) {
      const answer = await n.call(method, path, { secret: n.admin, body })
      assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body
    },
    async person(role) {
      const user = await n.newUser()
      if (role !== undefined) {
        const { roles } = (await s.call('GET', `/v3/roles?name=${role}`, { token: s.admin })).body
        const grant = `/v3/domains/default/users/${user.id}/roles/${roles[0].id}`
        assert.equal((await s.call('PUT', grant, { token: s.admin })).status, 204)
      }
      return user
    },
    async deliver() {
      await eventLogSettled(s.muster.store)
      await s.muster.webhooks.round()
      await s.muster.webhooks.settled()
    },
    as: (who, path, work, options) =>
      c.visit(async (page) => {
        await c.open(page, `/${path}`, who?.username, who?.password)
        await work(page)
      }, options),
    async close() {
      await c.close()
      await receiver.close()
    },
  }
}
