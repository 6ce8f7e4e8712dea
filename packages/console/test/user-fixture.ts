import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import type { Place } from '../../server/test/databases.ts'
import { type Native, nativeClient } from '../../server/test/native.ts'
import { type Console, openConsole } from './console.ts'

export type UserConsole = Console & {
  readonly n: Native
  /** A request at `/api/v1`, of the administrator by default; returns the body. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not
  readonly ask: (method: string, path: string, body?: unknown, secret?: string) => Promise<any>
  readonly roleId: (name: string) => Promise<string>
}

export const openUserConsole = async (place: Place): Promise<UserConsole> => {
  const c = await openConsole(place)
  const n = await nativeClient(c.s)
  const ask: UserConsole['ask'] = async (method, path, body, secret = n.admin) => {
    const { status, body: answer } = await n.call(method, path, { secret, body })
    assert.ok(status < 300, `${method} ${path}: ${status} ${JSON.stringify(answer)}`)
    return answer
  }
  return {
    ...c,
    n,
    ask,
    roleId: async (name) => (await ask('GET', `/roles?name=${name}`)).roles[0].id,
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
