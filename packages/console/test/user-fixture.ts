import assert from 'node:assert/strict'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import type { Place } from '../../server/test/databases.ts'
import { type Native, nativeClient } from '../../server/test/native.ts'
import { type Console, openConsole, signIn } from './console.ts'

export type UserConsole = Console & {
  readonly n: Native
  /** A request of the administrator at `/api/v1`; returns the body. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not
  readonly ask: (method: string, path: string, body?: unknown) => Promise<any>
  readonly roleId: (name: string) => Promise<string>
  /** Opens a page of the console as the administrator or another user of the default domain. */
  readonly open: (page: Page, path: string, username?: string, password?: string) => Promise<void>
}

export const openUserConsole = async (place: Place): Promise<UserConsole> => {
  const c = await openConsole(place)
  const n = await nativeClient(c.s)
  const ask: UserConsole['ask'] = async (method, path, body) => {
    const { status, body: answer } = await n.call(method, path, { secret: n.admin, body })
    assert.ok(status < 300, `${method} ${path}: ${status} ${JSON.stringify(answer)}`)
    return answer
  }
  /** Signing in takes long, since it checks a password: the cookies of the first time serve again. */
  const cookies = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>()
  return {
    ...c,
    n,
    ask,
    roleId: async (name) => (await ask('GET', `/roles?name=${name}`)).roles[0].id,
    async open(page, path, username = 'admin', password) {
      const known = cookies.get(username)
      if (known) await page.context().addCookies(known)
      await page.goto(`${c.url}${path}`)
      if (known) return page.locator('main#content h1').waitFor()
      await signIn(page, username, password)
      cookies.set(username, await page.context().cookies())
    },
  }
}

/** Chooses an option of a select field. */
export const choose = async (page: Page, label: string, option: string): Promise<void> => {
  // The button is named by its value and its label.
  await page.getByRole('button', { name: new RegExp(`${label}$`) }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** Opens the menu of the page and chooses an act. */
export const act = async (page: Page, name: string): Promise<void> => {
  await page.locator('.page-actions').getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name }).click()
}

/** The open question; toasts have the same role. */
export const question = (page: Page): Locator => page.locator('.modal').getByRole('alertdialog')
