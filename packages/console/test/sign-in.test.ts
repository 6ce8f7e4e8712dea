import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sqlitePlace } from '../../server/test/databases.ts'
import { assertAccessible, type Console, openConsole, signIn, skip } from './console.ts'

describe('signing in to the console', { skip }, () => {
  let c: Console
  before(async () => {
    c = await openConsole(await sqlitePlace())
  })
  after(() => c?.close())

  test('returns to the page that was asked for', () =>
    c.visit(async (page) => {
      await page.goto(`${c.url}/users?search=adm`)
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await assertAccessible(page)
      await signIn(page)
      assert.equal(page.url(), `${c.url}/users?search=adm`)
      await page.getByRole('gridcell', { name: 'admin' }).first().waitFor()
      await assertAccessible(page)
      const cookies = await page.context().cookies()
      assert.deepEqual(
        cookies.map(({ name, httpOnly, secure, sameSite }) => ({ name, httpOnly, secure, sameSite })),
        [{ name: '__Host-muster', httpOnly: true, secure: true, sameSite: 'Lax' }],
      )
    }))

  test('says that the password is wrong, and keeps the name', () =>
    c.visit(async (page) => {
      await page.goto(c.url)
      await page.getByLabel('Username or email').fill('admin')
      await page.getByLabel('Password', { exact: true }).fill('wrong')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
      assert.match(
        (await page.getByRole('alert').textContent()) ?? '',
        /name, password or one-time password is wrong/,
      )
      assert.equal(await page.getByLabel('Username or email').inputValue(), 'admin')
    }))
})
