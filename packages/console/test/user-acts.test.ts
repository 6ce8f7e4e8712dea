import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { problemOf } from '../../server/test/native.ts'
import { assertAccessible, inConsole, signInAgain, skip } from './console.ts'
import { act, openUserConsole, question, type UserConsole } from './user-fixture.ts'

const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

if (skip) test('acts on a user', { skip }, () => undefined)
else
  inConsole('acts on a user', (makePlace) => {
    let c: UserConsole
    before(async () => {
      c = await openUserConsole(await makePlace())
    })
    after(() => c?.close())

    test('a user who lost a phone gets back in', async () => {
      const user = await c.n.newUser({ username: 'phone', display_name: 'Pia', password: 'phrase of pia' })
      const credential = { type: 'totp', user_id: user.id, blob: seed }
      const options = { multi_factor_auth_rules: [['password', 'totp']] }
      await c.s.call('POST', '/v3/credentials', { token: c.s.admin, body: { credential } })
      await c.s.call('PATCH', `/v3/users/${user.id}`, { token: c.s.admin, body: { user: { options } } })
      const body = { username: 'phone', password: 'phrase of pia' }
      assert.equal(problemOf(await c.n.call('POST', '/sessions', { body })), 'factors_missing')
      await c.visit(async (page) => {
        await c.open(page, `/users/${user.id}?tab=signIn`)
        await page.getByText('Required to sign in').waitFor()
        await page.getByText('One-time password of an authenticator app').waitFor()
        await page.getByRole('button', { name: 'Reset second factors' }).click()
        await question(page).getByText('Make sure that the request comes from this person.').waitFor()
        await assertAccessible(page)
        await question(page).getByRole('button', { name: 'Reset second factors' }).click()
        await page.getByText('The user has no second factor.').waitFor()
        await page.getByText('The password is enough').waitFor()
      })
      await c.visit(async (page) => {
        await c.open(page, '/account', 'phone', 'phrase of pia')
        await page.getByText('phone').first().waitFor()
      })
    })

    test('a user is disabled, and enabled again by undo', async () => {
      const { id } = await c.n.newUser({ username: 'dan' })
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}?tab=history`)
        await act(page, 'Disable')
        await question(page).getByRole('button', { name: 'Disable' }).click()
        await page.locator('.user-badges').getByText('Disabled').waitFor()
        await page.getByText('Status: Disabled').waitFor()
        await page.getByRole('button', { name: 'Undo' }).click()
        await page.locator('.user-badges').getByText('Active').waitFor()
        await page.getByText('Status: Active').waitFor()
      })
      assert.equal((await c.ask('GET', `/users/${id}`)).status, 'active')
    })

    test('a user is deleted with what goes along, and restored under another name', async () => {
      const { id } = await c.n.newUser({ username: 'del', password: 'phrase of del' })
      await c.n.signIn('del', 'phrase of del')
      await c.ask('PUT', `/users/${id}/roles/${await c.roleId('reader')}?scope=domain:default`)
      await c.ask('POST', `/users/${id}/documents`, { title: 'A note', content: 'text' })
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}`)
        await act(page, 'Delete')
        for (const text of ['1 session', '1 assigned role', '1 document is kept.'])
          await question(page).getByText(text).waitFor()
        await assertAccessible(page)
        await question(page).getByRole('button', { name: 'Delete' }).click()
        await page.getByText('This user was deleted and cannot sign in.').waitFor()
        await assertAccessible(page)
        await c.n.newUser({ username: 'del' })
        await page.getByRole('button', { name: 'Restore the user' }).click()
        await page.getByText('Another user of the domain signs in with this name.').waitFor()
        await page.getByLabel('Username').fill('del-again')
        await page.getByRole('button', { name: 'Restore the user' }).click()
        await page.getByRole('heading', { name: 'del-again' }).waitFor()
      })
      assert.equal((await c.ask('GET', `/users/${id}`)).username, 'del-again')
    })

    test('a deleted user is purged', async () => {
      const { id } = await c.n.newUser({ username: 'gone' })
      await c.ask('DELETE', `/users/${id}`)
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}`)
        await page.getByRole('button', { name: 'Purge' }).click()
        await question(page).getByRole('button', { name: 'Purge' }).click()
        await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
      })
      assert.equal((await c.n.call('GET', `/deleted-users/${id}`, { secret: c.n.admin })).status, 404)
    })

    test('another change in between is a conflict, and what was typed stays', async () => {
      const { id } = await c.n.newUser({ username: 'con' })
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}`)
        await page.getByLabel('Given name').fill('Typed')
        await c.ask('PATCH', `/users/${id}`, { family_name: 'Elsewhere' })
        await page.getByRole('button', { name: 'Save' }).click()
        await page.getByText('This was changed elsewhere since you opened it.').waitFor()
        await page.getByRole('button', { name: 'Load again' }).click()
        await page.getByText('Your changes are kept.').waitFor()
        assert.equal(await page.getByLabel('Given name').inputValue(), 'Typed')
        assert.equal(await page.getByLabel('Family name').inputValue(), 'Elsewhere')
        await page.getByRole('button', { name: 'Save' }).click()
        await page.getByText('Saved', { exact: true }).waitFor()
      })
      const { given_name, family_name } = await c.ask('GET', `/users/${id}`)
      assert.deepEqual([given_name, family_name], ['Typed', 'Elsewhere'])
    })

    test('what was typed stays when the server is not available, and a field says what is wrong', async () => {
      const { id } = await c.n.newUser({ username: 'ned', email: 'ned@example.org' })
      await c.n.newUser({ username: 'taken' })
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}`)
        await page.getByLabel('Phone number').fill('+1 555 0100')
        await page.route(`**/api/v1/users/${id}`, (route) =>
          route.request().method() === 'PATCH' ? route.fulfill({ status: 503, body: '' }) : route.continue(),
        )
        await page.getByRole('button', { name: 'Save' }).click()
        await page.getByText('What you typed is kept.').waitFor()
        assert.equal(await page.getByLabel('Phone number').inputValue(), '+1 555 0100')
        await page.unroute(`**/api/v1/users/${id}`)
        await page.getByLabel('Username').fill('taken')
        await page.getByRole('button', { name: 'Save' }).click()
        await page
          .getByRole('alert')
          .getByText('Another user of the domain signs in with this name.')
          .waitFor()
        await page.getByLabel('Username').fill('ned-2')
        await page.keyboard.press('Enter')
        await page.getByText('Saved', { exact: true }).waitFor()
      })
      const { username, phone_number } = await c.ask('GET', `/users/${id}`)
      assert.deepEqual([username, phone_number], ['ned-2', '+1 555 0100'])
    })

    test('the language of emails is shown, changed, and cleared', async () => {
      const { id } = await c.n.newUser({ username: 'lin', language: 'ja' })
      const stored = async () => (await c.ask('GET', `/users/${id}`)).language
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}`)
        const field = page.getByRole('button', { name: /Language of emails$/ })
        const choose = async (option: string) => {
          await field.click()
          await page.getByRole('option', { name: option, exact: true }).click()
          await page.getByRole('button', { name: 'Save' }).click()
          await page.getByRole('button', { name: 'Save', disabled: true }).waitFor()
        }
        await field.filter({ hasText: '日本語' }).waitFor()
        await choose('Deutsch')
        assert.equal(await stored(), 'de')
        await choose('No preference')
        assert.equal(await stored(), null)
      })
    })

    test('after a lost session, the same tab is shown', async () => {
      const { id } = await c.n.newUser({ username: 'sam' })
      const boss = await c.n.newUser({ username: 'boss', password: 'phrase of boss' })
      await c.ask('PUT', `/users/${boss.id}/roles/${await c.roleId('admin')}?scope=system`)
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}?tab=groups`, 'boss', 'phrase of boss')
        await page.getByText('The user is in no group.').waitFor()
        await c.ask('DELETE', `/users/${boss.id}/sessions`)
        await page.getByRole('tab', { name: 'Documents' }).click()
        await signInAgain(page, 'phrase of boss')
        await page.getByRole('tab', { name: 'Documents', selected: true }).waitFor()
      })
    })

    test('a password is set, and a link is sent by email', async () => {
      const { id } = await c.n.newUser({ username: 'rec', email: 'rec@example.org' })
      await c.visit(async (page) => {
        await c.open(page, `/users/${id}`)
        await act(page, 'Send a recovery link')
        await question(page).getByText('rec@example.org').waitFor()
        await question(page).getByRole('button', { name: 'Send a recovery link' }).click()
        await question(page).waitFor({ state: 'detached' })
        await act(page, 'Set a password')
        const dialog = page.getByRole('dialog')
        await dialog.getByLabel('Password').fill('x')
        await page.keyboard.press('Enter')
        await dialog.getByRole('alert').waitFor()
        await assertAccessible(page)
        await dialog.getByLabel('Password').fill('a new phrase of rec')
        await page.keyboard.press('Enter')
        await dialog.waitFor({ state: 'detached' })
      })
      assert.ok((await c.s.sentEmails()).some(({ to }) => to === 'rec@example.org'))
      await c.n.signIn('rec', 'a new phrase of rec')
    })

    test('an invited user is invited again', async () => {
      const { user } = await c.ask('POST', '/invitations', { email: 'inv@example.org' })
      await c.visit(async (page) => {
        await c.open(page, `/users/${user.id}`)
        await page.getByText('The user has not accepted the invitation yet.').waitFor()
        await act(page, 'Invite again')
        await question(page).getByRole('button', { name: 'Invite again' }).click()
        await question(page).waitFor({ state: 'detached' })
      })
      const sent = (await c.s.sentEmails()).filter(({ to }) => to === 'inv@example.org')
      assert.ok(sent.length > 0)
    })
  })
