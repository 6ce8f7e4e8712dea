import type { Page } from 'playwright-core'
import type { Place } from '../../server/test/databases.ts'
import type { Native } from '../../server/test/native.ts'
import { openUserConsole, type UserConsole } from './user-fixture.ts'

type Person = Awaited<ReturnType<Native['newUser']>>

/** Markup, a bidirectional control and a word without an end: shown as it is, inside its place. */
export const hostile = `<img src=x onerror=alert(1)>\u202e${'x'.repeat(2000)}`

export type Account = UserConsole & {
  /** Opens a page of the own account. */
  readonly visitAs: (user: Person, path: string, work: (page: Page) => Promise<void>) => Promise<void>
  /** A developer with a role on a new project, signed in there. */
  readonly newDeveloper: (role?: string) => Promise<{
    readonly user: Person
    readonly project: string
    readonly secret: string
  }>
}

export const openAccount = async (place: Place): Promise<Account> => {
  const c = await openUserConsole(place)
  const { ask, n } = c
  return {
    ...c,
    visitAs: (user, path, work) =>
      c.visit(async (page) => {
        await c.open(page, `/account${path}`, user.username, user.password)
        await work(page)
      }),
    async newDeveloper(role = 'reader') {
      const user = await n.newUser({ developer: true })
      const project = (await ask('POST', '/projects', { name: `apollo of ${user.username}` })).id
      await ask('PUT', `/projects/${project}/members/${user.id}`, { role })
      return { user, project, secret: await n.signIn(user.username, user.password) }
    },
  }
}
