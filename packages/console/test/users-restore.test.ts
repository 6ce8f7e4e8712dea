import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Native, nativeClient } from '../../server/test/native.ts'
import { nativeQuotas } from '../../server/test/plan-quotas.ts'
import { assertAccessible, type Console, inConsole, openConsole, skip } from './console.ts'

if (skip === false)
  inConsole('deleted users and plans of many users in the console', (makePlace) => {
    let c: Console
    let n: Native
    before(async () => {
      c = await openConsole(await makePlace())
      n = await nativeClient(c.s)
    })
    after(() => c?.close())

    const deleted = async (...usernames: string[]) => {
      for (const username of usernames) {
        const { id } = await n.newUser({ username })
        assert.equal((await n.call('DELETE', `/users/${id}`, { secret: n.admin })).status, 204)
      }
    }
    const userNamed = async (username: string) =>
      (await n.call('GET', `/users?username=${username}`, { secret: n.admin })).body.users[0]
    const newPlan = async (name: string, displayName: string) => {
      const body = { name, display_name: displayName, number_of_days: null, ...nativeQuotas }
      const made = await n.call('POST', '/plans', { secret: n.admin, body })
      assert.equal(made.status, 201, JSON.stringify(made.body))
      return made.body.id as string
    }
    const select = (page: Page, username: string) =>
      page.getByRole('checkbox', { name: `Select ${username}`, exact: true }).click()
    const choose = async (page: Page, action: string) => {
      await page.getByRole('button', { name: 'Actions', exact: true }).click()
      await page.getByRole('menuitem', { name: action }).click()
      return page.getByRole('alertdialog')
    }
    const done = async (page: Page, action: string, handled: string) => {
      await page.getByRole('heading', { name: `Bulk job: ${action}` }).waitFor()
      await page.getByRole('definition').filter({ hasText: handled }).waitFor()
      await page.getByText('Done', { exact: true }).waitFor()
    }

    test('selected deleted users are restored; who cannot be restored is named', () =>
      c.visit(async (page) => {
        await deleted('lost-1', 'lost-2', 'lost-3')
        await n.newUser({ username: 'lost-2' })
        await c.open(page, '/deleted-users')
        await select(page, 'lost-1')
        await select(page, 'lost-2')
        await page.getByText('2 users selected').waitFor()
        await assertAccessible(page)
        const dialog = await choose(page, 'Restore')
        await dialog.getByText('lost-2').waitFor()
        assert.match(String(await dialog.textContent()), /Restore 2 users\?/)
        await assertAccessible(page)
        await dialog.getByRole('button', { name: 'Restore' }).click()
        await done(page, 'Restore', '2 of 2 users')
        await page.getByRole('heading', { name: '1 user failed' }).waitFor()
        await assertAccessible(page)
        assert.equal((await userNamed('lost-1')).status, 'active')
        assert.equal(await userNamed('lost-3'), undefined)
        await page.goBack()
        await page.getByRole('gridcell', { name: 'lost-3', exact: true }).waitFor()
        assert.equal(await page.getByRole('gridcell', { name: 'lost-1', exact: true }).count(), 0)
      }))

    test('all deleted users that match are restored', () =>
      c.visit(async (page) => {
        await n.newDomain()
        await deleted('twice', 'kept-away')
        await c.open(page, '/deleted-users?username=twice')
        await select(page, 'twice')
        await page.getByText('Choose a domain to select all matching users.').waitFor()
        await page.getByRole('button', { name: 'All domains Domain' }).click()
        await page.getByRole('option', { name: 'Default' }).click()
        await page.getByRole('button', { name: 'Select all matching users' }).click()
        await page.getByText('All matching users are selected').waitFor()
        const dialog = await choose(page, 'Restore')
        await dialog.getByText(/matches the search and the filter/).waitFor()
        await dialog.getByRole('button', { name: 'Restore' }).click()
        await done(page, 'Restore', '1 user handled')
        assert.equal((await userNamed('twice')).status, 'active')
        assert.equal(await userNamed('kept-away'), undefined)
        await page.getByText("username = 'twice'").waitFor()
      }))

    test('the plan of selected users is changed and removed', () =>
      c.visit(async (page) => {
        const pro = await newPlan('pro', 'Professional')
        await newPlan('basic', 'Basic')
        for (const at of [1, 2]) await n.newUser({ username: `planned-${at}` })
        const planOf = async (at: number) => (await userNamed(`planned-${at}`)).plan?.id
        for (const [typed, chosen, expected] of [
          ['profess', 'Professional', pro],
          ['remove', 'Remove the plan', undefined],
        ] as const) {
          await c.open(page, '/users?search=planned-')
          await page.getByText('2 users').waitFor()
          await page.getByRole('checkbox', { name: 'Select all rows' }).click()
          const dialog = await choose(page, 'Change the plan')
          const act = dialog.getByRole('button', { name: 'Change the plan' })
          assert.equal(await act.isDisabled(), true)
          await dialog.getByRole('combobox', { name: 'Plan' }).pressSequentially(typed)
          await page.getByRole('option', { name: chosen }).click()
          await assertAccessible(page)
          await act.click()
          await done(page, 'Change the plan', '2 of 2 users')
          await page.getByRole('definition').filter({ hasText: chosen }).waitFor()
          await assertAccessible(page)
          assert.deepEqual([await planOf(1), await planOf(2)], [expected, expected])
        }
      }))

    test('the deletion of selected users is undone', () =>
      c.visit(async (page) => {
        for (const at of [1, 2]) await n.newUser({ username: `too-soon-${at}` })
        await c.open(page, '/users?search=too-soon-')
        await page.getByText('2 users').waitFor()
        await page.getByRole('checkbox', { name: 'Select all rows' }).click()
        const dialog = await choose(page, 'Delete')
        await dialog.getByRole('button', { name: 'Delete' }).click()
        await done(page, 'Delete', '2 of 2 users')
        assert.equal(await userNamed('too-soon-1'), undefined)
        await assertAccessible(page)
        await page.getByRole('button', { name: 'Restore these users' }).click()
        await done(page, 'Restore', '2 of 2 users')
        assert.equal(await page.getByRole('button', { name: 'Restore these users' }).count(), 0)
        for (const at of [1, 2]) assert.equal((await userNamed(`too-soon-${at}`)).status, 'active')
      }))

    test('who may not restore users sees them without a selection', async () => {
      await deleted('only-shown')
      const reader = await n.newUser({ username: 'system-reader' })
      const { roles } = (await c.s.call('GET', '/v3/roles?name=reader', { token: c.s.admin })).body
      const grant = `/v3/system/users/${reader.id}/roles/${roles[0].id}`
      assert.equal((await c.s.call('PUT', grant, { token: c.s.admin })).status, 204)
      await c.visit(async (page) => {
        await c.open(page, '/deleted-users', reader.username, reader.password)
        await page.getByRole('gridcell', { name: 'only-shown', exact: true }).waitFor()
        assert.equal(await page.getByRole('checkbox').count(), 0)
        assert.equal(await page.getByRole('button', { name: /Restore/ }).count(), 0)
      })
    })
  })
