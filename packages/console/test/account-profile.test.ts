import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Account, hostile, openAccount } from './account-fixture.ts'
import { assertAccessible, inConsole, skip } from './console.ts'

inConsole('the own profile in the console', (makePlace) => {
  let c: Account
  before(async () => {
    if (!skip) c = await openAccount(await makePlace())
  })
  after(() => c?.close())

  test('changes names; a conflict and a failing server keep what was typed', { skip }, async () => {
    const user = await c.n.newUser({ description: hostile })
    const secret = await c.n.signIn(user.username, user.password)
    await c.visitAs(user, '', async (page) => {
      await page.getByLabel('Given name').fill('Ada')
      await page.getByLabel('Address of your picture').fill('no address')
      await page.keyboard.press('Enter')
      await page.getByText(/picture_url/).waitFor()
      await page.getByLabel('Address of your picture').fill('')
      await c.ask('PATCH', '/me', { family_name: 'Lovelace' }, secret)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('changed this since you opened it').waitFor()
      await page.getByRole('button', { name: 'Load again' }).click()
      await page.getByText('The current values were loaded').waitFor()
      assert.equal(await page.getByLabel('Given name').inputValue(), 'Ada')
      assert.equal(await page.getByLabel('Family name').inputValue(), 'Lovelace')
      await page.route('**/api/v1/me', (route) =>
        route.request().method() === 'PATCH' ? route.fulfill({ status: 503 }) : route.continue(),
      )
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('The server is not available').waitFor()
      await page.unroute('**/api/v1/me')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Saved', { exact: true }).waitFor()
      assert.equal((await c.ask('GET', '/me', undefined, secret)).user.display_name, 'Ada Lovelace')
    })
  })

  test('chooses the language of emails, and takes the choice back', { skip }, async () => {
    const user = await c.n.newUser()
    const secret = await c.n.signIn(user.username, user.password)
    const stored = async () => (await c.ask('GET', '/me', undefined, secret)).user.language
    await c.visitAs(user, '', async (page) => {
      const field = page.getByRole('button', { name: /Language of emails$/ })
      const choose = async (before: string, option: string) => {
        assert.match((await field.textContent()) ?? '', new RegExp(before))
        await field.click()
        await page.getByRole('option', { name: option, exact: true }).click()
        await page.getByRole('button', { name: 'Save' }).click()
        await page.getByText('Saved', { exact: true }).last().waitFor()
        await page.getByRole('button', { name: 'Save', disabled: true }).waitFor()
      }
      await choose('No preference', 'فارسی')
      assert.equal(await stored(), 'fa')
      assert.equal(await page.locator('html').getAttribute('lang'), 'en', 'of the browser')
      await assertAccessible(page)
      await choose('فارسی', 'No preference')
      assert.equal(await stored(), null)
    })
  })
})
