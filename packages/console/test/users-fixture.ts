import type { Locator, Page } from 'playwright-core'
import type { Place } from '../../server/test/databases.ts'
import { openUserConsole, type UserConsole } from './user-fixture.ts'

/** The response of a server that is starting. */
export const unavailable = { status: 503, contentType: 'application/problem+json', body: '{}' }

/** The row with a cell of exactly this text. */
export const rowOf = (page: Page, text: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('gridcell', { name: text, exact: true }) })

export type UserList = UserConsole & {
  readonly statusOf: (username: string) => Promise<string | undefined>
}

/** The console with twelve users, `list-0` to `list-11`, whose names are ordinary, hostile or long. */
export const openUserList = async (place: Place): Promise<UserList> => {
  const c = await openUserConsole(place)
  for (let at = 0; at < 12; at++)
    await c.n.newUser({
      username: `list-${at}`,
      display_name: ['Ada Lovelace', '<b>Mallory</b>\u202Eevil', 'x'.repeat(255)][at % 3],
      status: at % 4 === 0 ? 'disabled' : 'active',
    })
  return {
    ...c,
    statusOf: async (username) => (await c.ask('GET', `/users?username=${username}`)).users[0]?.status,
  }
}
