import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { decodeBase32, passcodeOf, stepAt } from '../../server/src/core/access/authentication/totp.ts'
import { digests } from '../../server/src/crypto/digests.ts'
import { ageSessions } from '../../server/test/age-sessions.ts'
import { type Native, nativeClient } from '../../server/test/native.ts'
import { assertAccessible, type Console, inConsole, openConsole, signInAgain, skip } from './console.ts'

inConsole('security of the own account in the console', (makePlace) => {
  let c: Console
  let n: Native
  before(async () => {
    if (skip) return
    c = await openConsole(await makePlace())
    n = await nativeClient(c.s)
  })
  after(() => c?.close())

  /** Opens the page of an ordinary user, signed in. */
  const visitSecurity = (
    work: (page: Page, user: Awaited<ReturnType<Native['newUser']>>) => Promise<void>,
    options?: Parameters<Console['visit']>[1],
  ) =>
    c.visit(async (page) => {
      const user = await n.newUser()
      await c.open(page, '/account/security', user.username, user.password)
      await page.getByRole('heading', { name: 'Sessions' }).waitFor()
      await work(page, user)
    }, options)

  const passcodeFor = (seed: string, windows = 0) =>
    passcodeOf(decodeBase32(seed) ?? assert.fail(), stepAt(Date.now()) + windows, digests)

  test('changes the password, and shows what is wrong beside its field', { skip }, () =>
    visitSecurity(async (page, { username, password }) => {
      await page.getByLabel('Current password').fill('wrong')
      await page.getByLabel('New password').fill('a new phrase of mine')
      await page.keyboard.press('Enter')
      await page.getByText('current_password is not your password').waitFor()
      assert.equal(await page.getByLabel('New password').inputValue(), 'a new phrase of mine')
      await page.getByLabel('Current password').fill(password)
      await page.getByLabel('New password').fill('short')
      await page.getByRole('button', { name: 'Change password' }).click()
      await page.getByText('at least 8').waitFor()
      await page.getByLabel('New password').fill('a new phrase of mine')
      await page.getByRole('button', { name: 'Change password' }).click()
      await page.getByText('Your password was changed').waitFor()
      assert.equal(await page.getByLabel('New password').inputValue(), '')
      await n.signIn(username, 'a new phrase of mine')
    }),
  )

  test('adds an authenticator app by keyboard, asks for it at sign-in, and removes it', { skip }, () =>
    visitSecurity(async (page, { username, password }) => {
      await page.getByText('Signing in needs your password only').waitFor()
      await page.getByRole('button', { name: 'Add an authenticator app' }).press('Enter')
      const dialog = page.getByRole('alertdialog')
      await page.keyboard.type('wrong')
      await page.keyboard.press('Enter')
      await dialog.getByText('current_password is not').waitFor()
      await dialog.getByLabel('Current password').fill(password)
      await page.keyboard.press('Enter')
      await dialog.getByRole('img', { name: 'QR code' }).waitFor()
      await assertAccessible(page)
      const seed = (await dialog.locator('code').textContent()) ?? ''
      await page.keyboard.type('000000')
      await page.keyboard.press('Enter')
      await dialog.getByText('not the current one-time password').waitFor()
      await dialog.getByLabel('One-time password of the new app').fill(passcodeFor(seed, -1))
      await page.keyboard.press('Enter')
      await page.getByText('Signing in needs your password and a one-time password').waitFor()

      await page.getByRole('button', { name: username }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await page.getByLabel('Username or email').fill(username)
      await page.getByLabel('Password', { exact: true }).fill(password)
      assert.equal(await page.getByLabel('One-time password').count(), 0)
      await page.keyboard.press('Enter')
      await page.getByLabel('One-time password').waitFor()
      assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), password)
      await assertAccessible(page)
      await page.keyboard.type('000000')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').getByText('one-time password is wrong').waitFor()
      // That of the window before was used for the enrolment.
      await page.getByLabel('One-time password').fill(passcodeFor(seed))
      await page.keyboard.press('Enter')
      await page.locator('main#content h1').waitFor()
    }),
  )

  test('removes an authenticator app with the password, never with the session alone', { skip }, () =>
    visitSecurity(async (page, { username, password }) => {
      await addFactor(username, password)
      await page.reload()
      await page.getByRole('button', { name: 'Remove' }).click()
      const dialog = page.getByRole('alertdialog')
      await dialog.getByRole('button', { name: 'Remove' }).click()
      await dialog.getByLabel('Current password').fill('wrong')
      await page.keyboard.press('Enter')
      await dialog.getByText('current_password is not').waitFor()
      await dialog.getByLabel('Current password').fill(password)
      await dialog.getByRole('button', { name: 'Remove' }).click()
      await page.getByText('Signing in needs your password only').waitFor()
      await n.signIn(username, password)
    }),
  )

  const addFactor = async (username: string, password: string) => {
    const secret = await n.signIn(username, password)
    const begun = await n.call('POST', '/me/second-factors/enrolments', {
      secret,
      body: { current_password: password },
    })
    const { enrolment, seed } = begun.body
    const body = { enrolment, passcode: passcodeFor(seed) }
    assert.equal((await n.call('POST', '/me/second-factors', { secret, body })).status, 201)
  }

  test('lists the sessions, and closes one and all others', { skip }, () =>
    visitSecurity(async (page, { username, password }) => {
      const others = [await n.signIn(username, password), await n.signIn(username, password)]
      await page.reload()
      await page.getByText('This session').waitFor()
      await page.getByText('Chrome on Linux').first().waitFor()
      await page
        .getByRole('button', { name: /^Close the session of/ })
        .first()
        .click()
      await page.getByText('The session was closed.').waitFor()
      await page.getByRole('button', { name: 'Close all other sessions' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Close all other sessions' }).click()
      await page.getByText('All other sessions were closed.').waitFor()
      for (const secret of others) assert.equal((await n.call('GET', '/me', { secret })).status, 401)
    }),
  )

  test('asks for a fresh sign-in before the account is deleted, and repeats nothing', { skip }, () =>
    visitSecurity(async (page, { username, password, id }) => {
      await ageSessions(c.s, n, id)
      await page.getByRole('button', { name: 'Delete my account' }).click()
      const dialog = page.getByRole('alertdialog', { name: 'Delete my account' })
      await dialog.getByLabel(`Type ${username} to confirm`).fill(username)
      await dialog.getByRole('button', { name: 'Delete my account' }).click()
      const again = page.getByRole('alertdialog', { name: 'Sign in again' })
      await again.getByText(/within the last ten minutes/).waitFor()
      await assertAccessible(page)
      await again.getByRole('button', { name: 'Cancel' }).click()
      await again.waitFor({ state: 'detached' })
      await dialog
        .getByRole('alert')
        .getByText(/within the last ten minutes/)
        .waitFor()
      await dialog.getByRole('button', { name: 'Delete my account' }).click()
      await again.getByText(/within the last ten minutes/).waitFor()
      await signInAgain(page, password)
      assert.equal((await n.call('GET', `/users/${id}`, { secret: n.admin })).status, 200)
      const { sessions } = (await n.call('GET', `/users/${id}/sessions`, { secret: n.admin })).body
      assert.equal(sessions.length, 1)
      await dialog.getByRole('button', { name: 'Delete my account' }).click()
      await page.getByText('Your account was deleted.').waitFor()
    }),
  )

  test('deletes the account only with its typed name', { skip }, () =>
    visitSecurity(async (page, { username, password }) => {
      await page.getByRole('button', { name: 'Delete my account' }).click()
      const dialog = page.getByRole('alertdialog')
      const act = dialog.getByRole('button', { name: 'Delete my account' })
      assert.equal(await act.isDisabled(), true)
      await page.keyboard.type('someone else')
      await page.keyboard.press('Enter')
      await dialog.getByLabel(`Type ${username} to confirm`).fill(username)
      await assertAccessible(page)
      await act.click()
      await page.getByText('Your account was deleted.').waitFor()
      const answer = await n.call('POST', '/sessions', { body: { username, password } })
      assert.equal(answer.status, 401)
    }),
  )

  test('is accessible in light, in dark and in Persian', { skip }, () =>
    visitSecurity(async (page) => {
      await assertAccessible(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      await assertAccessible(page)
      await page.evaluate(() => localStorage.setItem('muster.console.language', 'fa'))
      await page.reload()
      await page.locator('main#content h2').first().waitFor()
      assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
      await assertAccessible(page)
    }),
  )
})
