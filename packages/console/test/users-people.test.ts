import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Native, nativeClient } from '../../server/test/native.ts'
import {
  assertAccessible,
  type Console,
  inConsole,
  openConsole,
  signIn,
  signInAgain,
  skip,
} from './console.ts'
import { rowOf, unavailable } from './users-fixture.ts'

if (skip === false)
  inConsole('new, invited and deleted users in the console', (makePlace) => {
    let c: Console
    let n: Native
    before(async () => {
      c = await openConsole(await makePlace())
      n = await nativeClient(c.s)
    })
    after(() => c?.close())

    const open = async (page: Page, path: string) => {
      await c.open(page, path)
    }
    const userNamed = async (username: string) =>
      (await n.call('GET', `/users?username=${username}`, { secret: n.admin })).body.users[0]

    test('a user is created by keyboard; a taken name and a lost response keep what was typed', () =>
      c.visit(async (page) => {
        await n.newUser({ username: 'taken' })
        await open(page, '/users')
        await page.getByRole('button', { name: 'New user' }).press('Enter')
        await page.getByRole('heading', { name: 'New user' }).waitFor()
        await assertAccessible(page)
        await page.keyboard.type('taken')
        await page.keyboard.press('Tab')
        await page.keyboard.type('new-person@example.org')
        await page.keyboard.press('Enter')
        await page.getByText('Another user of the domain signs in with this name.').waitFor()
        const username = page.getByLabel('Username')
        assert.equal(await username.getAttribute('aria-invalid'), 'true')
        assert.equal(await page.getByLabel('Email', { exact: true }).inputValue(), 'new-person@example.org')
        await assertAccessible(page)
        await username.fill('new-person')
        // The server creates the user, but says that it is not available, also to the repetitions of the client.
        await page.route('**/api/v1/users', async (route) => {
          await route.fetch()
          await route.fulfill(unavailable)
        })
        await page.getByRole('button', { name: 'Create the user' }).click()
        await page.getByText(/is not available at the moment/).waitFor()
        await page.unroute('**/api/v1/users')
        await page.getByRole('button', { name: 'Create the user' }).click()
        await page.waitForURL(/\/users\/[0-9a-f]{32}$/)
        const { id, email } = await userNamed('new-person')
        assert.equal(email, 'new-person@example.org')
        assert.equal(page.url(), `${c.url}/users/${id}`)
      }))

    test('a person is invited with a role, invited again, and the invitation is withdrawn', () =>
      c.visit(async (page) => {
        await open(page, '/users/invite')
        await assertAccessible(page)
        await page.getByRole('textbox', { name: 'Email' }).fill('guest@example.org')
        await page.getByRole('button', { name: /Language of emails$/ }).click()
        await page.getByRole('option', { name: 'Español' }).click()
        await page.getByRole('button', { name: /Role on the domain$/ }).click()
        await page.getByRole('option', { name: 'reader' }).click()
        await page.getByRole('button', { name: 'Send the invitation' }).click()
        await page.getByText('guest@example.org was invited.').waitFor()
        await page.getByRole('heading', { name: 'Invitations' }).waitFor()
        await rowOf(page, 'guest@example.org').waitFor()
        await assertAccessible(page)
        const { id, language } = await userNamed('guest@example.org')
        assert.equal(language, 'es')
        const grants = await c.s.call('GET', `/v3/role_assignments?user.id=${id}`, { token: c.s.admin })
        assert.equal(grants.body.role_assignments.length, 1)
        const sent = (await c.s.sentEmails()).length
        await page.getByRole('button', { name: 'Invite again: guest@example.org' }).click()
        await page.getByText('guest@example.org was invited.').last().waitFor()
        await page.getByRole('button', { name: 'Withdraw the invitation of guest@example.org' }).click()
        const dialog = page.getByRole('alertdialog', { name: 'Withdraw this invitation?' })
        await dialog.getByText('guest@example.org').waitFor()
        await assertAccessible(page)
        await dialog.getByRole('button', { name: 'Withdraw' }).click()
        await page.getByText('The invitation of guest@example.org was withdrawn.').waitFor()
        assert.equal((await c.s.sentEmails()).length, sent + 1)
      }))

    test('a temporary password is shown once', () =>
      c.visit(async (page) => {
        await open(page, '/users/invite')
        await page.getByRole('textbox', { name: 'Email' }).fill('walk-in@example.org')
        await page.getByRole('button', { name: /First sign-in$/ }).click()
        await page.getByRole('option', { name: 'With a temporary password' }).click()
        await page.getByRole('button', { name: 'Send the invitation' }).click()
        const dialog = page.getByRole('alertdialog', { name: 'Temporary password' })
        assert.match((await dialog.locator('code').textContent()) ?? '', /^\S{8,}$/)
        await assertAccessible(page)
        await dialog.getByRole('button', { name: 'Close' }).click()
        await page.getByRole('heading', { name: 'Invitations' }).waitFor()
      }))

    test('several people are invited by one job, which names the addresses that failed', () =>
      c.visit(async (page) => {
        await n.newUser({ username: 'old-hand', email: 'old-hand@example.org' })
        await open(page, '/users/invite?tab=several')
        const addresses = page.getByLabel('Email addresses')
        await addresses.fill('first@example.org; second')
        await page.getByText('These are not email addresses: second').waitFor()
        await assertAccessible(page)
        await addresses.fill('first@example.org, second@example.org\nold-hand@example.org')
        await page.getByRole('button', { name: 'Invite 3 people' }).click()
        await page.getByRole('definition').filter({ hasText: '3 of 3 users' }).waitFor()
        await page.getByRole('heading', { name: '1 user failed' }).waitFor()
        assert.equal((await userNamed('second@example.org')).status, 'invited')
      }))

    test('deleted users are restored, under another name if theirs is taken, or purged', () =>
      c.visit(async (page) => {
        for (const username of ['back-again', 'name-lost', 'for-ever']) {
          const { id } = await n.newUser({ username })
          assert.equal((await n.call('DELETE', `/users/${id}`, { secret: n.admin })).status, 204)
        }
        await n.newUser({ username: 'name-lost' })
        await open(page, '/deleted-users')
        await rowOf(page, 'back-again').waitFor()
        await assertAccessible(page)
        await page.getByRole('button', { name: 'Restore back-again' }).click()
        await page.getByText('back-again was restored, without password, roles and keys.').waitFor()
        await rowOf(page, 'back-again').waitFor({ state: 'detached' })
        await page.getByRole('button', { name: 'Undo' }).click()
        await rowOf(page, 'back-again').waitFor()
        await page.getByRole('button', { name: 'Restore name-lost' }).click()
        const dialog = page.getByRole('dialog', { name: 'Restore name-lost' })
        await dialog.getByLabel('Username').fill('name-found')
        await assertAccessible(page)
        await dialog.getByRole('button', { name: 'Restore' }).click()
        await page
          .getByText(/was restored/)
          .last()
          .waitFor()
        assert.equal((await userNamed('name-found')).username, 'name-found')
        await page.getByLabel('Find by the whole username').fill('for-ever')
        await rowOf(page, 'back-again').waitFor({ state: 'detached' })
        await page.getByRole('button', { name: 'Purge for-ever' }).click()
        await page.getByRole('alertdialog').getByRole('button', { name: 'Purge' }).click()
        await page.getByText('There are no deleted users.').waitFor()
      }))

    test('a session that ends brings the user back to the page', () =>
      c.visit(async (page) => {
        await open(page, '/invitations')
        const { sessions } = (await n.call('GET', '/sessions', { secret: n.admin })).body
        for (const session of sessions)
          if (!session.current) await n.call('DELETE', `/sessions/${session.id}`, { secret: n.admin })
        await page.getByRole('link', { name: 'Deleted users' }).click()
        await signInAgain(page)
        await page.getByRole('heading', { name: 'Deleted users' }).waitFor()
      }))

    test('a manager of a domain works in it without a choice of domains', async () => {
      const { id } = await n.newDomain()
      const manager = await n.newUser({ username: 'runs-it', domain_id: id })
      const { roles } = (await c.s.call('GET', '/v3/roles?name=manager', { token: c.s.admin })).body
      const grant = `/v3/domains/${id}/users/${manager.id}/roles/${roles[0].id}`
      assert.equal((await c.s.call('PUT', grant, { token: c.s.admin })).status, 204)
      await c.visit(async (page) => {
        await page.goto(`${c.url}/users/invite`)
        const domain = (await c.s.call('GET', `/v3/domains/${id}`, { token: c.s.admin })).body.domain.name
        await page.getByLabel('Domain').fill(domain)
        await signIn(page, manager.username, manager.password)
        assert.equal(await page.getByRole('button', { name: /Domain$/ }).count(), 0)
        await page.getByRole('textbox', { name: 'Email' }).fill('colleague@example.org')
        await page.getByRole('button', { name: 'Send the invitation' }).click()
        await page.getByText('colleague@example.org was invited.').waitFor()
        const found = await n.call('GET', `/users?domain_id=${id}&search=colleague`, { secret: n.admin })
        assert.equal(found.body.users.length, 1)
        await page.goto(`${c.url}/users`)
        await page.getByRole('checkbox', { name: 'Select all rows' }).click()
        await page.getByRole('button', { name: /Select all \d+ matching users/ }).waitFor()
        await page.goto(`${c.url}/deleted-users`)
        await page.getByText('There are no deleted users.').waitFor()
      })
    })
  })
