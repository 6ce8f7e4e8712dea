import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  assertAccessible,
  type Console,
  chooseByKeyboard,
  inConsole,
  openConsole,
  signInAgain,
  skip,
} from './console.ts'
import { type Directory, makeDirectory, password } from './directory-fixture.ts'

inConsole('groups in the console', (makePlace) => {
  describe('groups', { skip }, () => {
    let c: Console
    let d: Directory
    before(async () => {
      c = await openConsole(await makePlace())
      d = await makeDirectory(c.s)
    })
    after(() => c?.close())

    test('a group is created, found, changed and deleted', () =>
      c.visit(async (page) => {
        await c.open(page, '/groups')
        await page.getByRole('gridcell', { name: 'Crew' }).waitFor()
        await assertAccessible(page)
        await page.getByRole('button', { name: 'New group' }).click()
        const dialog = page.getByRole('dialog', { name: 'New group' })
        await assertAccessible(page)
        await dialog.getByLabel('Name').fill('crew')
        await dialog.getByRole('button', { name: 'Create' }).click()
        await dialog.getByText(/name/i).last().waitFor()
        await dialog.locator('.field-error, [role=alert]').first().waitFor()
        assert.equal(await dialog.getByLabel('Name').inputValue(), 'crew')
        await dialog.getByLabel('Name').fill('Night <b>watch</b>')
        await dialog.getByRole('button', { name: 'Create' }).click()
        await dialog.waitFor({ state: 'detached' })
        await page.getByRole('searchbox', { name: 'Search groups' }).fill('NIGHT')
        await page.getByRole('gridcell', { name: 'Crew' }).waitFor({ state: 'detached' })
        await page.getByRole('gridcell', { name: 'Night <b>watch</b>' }).click()
        await page.getByRole('heading', { level: 1, name: 'Night <b>watch</b>' }).waitFor()
        await page.getByRole('button', { name: 'Edit' }).click()
        const edit = page.getByRole('dialog', { name: 'Edit group' })
        await edit.getByLabel('Description').fill('Those who wake')
        await edit.getByRole('button', { name: 'Save' }).click()
        // The field of the dialog has the same text until it is closed.
        await page.getByRole('region', { name: 'Details' }).getByText('Those who wake').waitFor()
        await edit.waitFor({ state: 'detached' })
        await page.getByRole('button', { name: 'Actions' }).click()
        await page.getByRole('menuitem', { name: 'Delete' }).click()
        const confirm = page.getByRole('alertdialog', { name: 'Delete the group' })
        await confirm.getByText('Its members lose the roles').waitFor()
        await assertAccessible(page)
        await confirm.getByRole('button', { name: 'Delete' }).click()
        await page.waitForURL(`${c.url}/groups`)
        await page.getByRole('gridcell', { name: 'Night <b>watch</b>' }).waitFor({ state: 'detached' })
        await page.getByRole('gridcell', { name: 'Crew' }).waitFor()
      }))

    test('by keyboard alone, a member is added by a search and removed again', () =>
      c.visit(async (page) => {
        await c.open(page, `/groups/${d.crew.id}`)
        await page.getByRole('gridcell', { name: 'Ada Lovelace' }).waitFor()
        await assertAccessible(page)
        await page.getByRole('button', { name: 'Add a member' }).focus()
        await page.keyboard.press('Enter')
        await page.getByRole('combobox', { name: 'Person' }).waitFor()
        await page.keyboard.type('bo')
        await chooseByKeyboard(page, 'bob')
        await page.getByRole('button', { name: 'Add', exact: true }).focus()
        await page.keyboard.press('Enter')
        await page.getByRole('gridcell', { name: 'bob', exact: true }).waitFor()
        await page.getByText('bob is a member now.').waitFor()
        await page.getByRole('button', { name: 'Remove: bob' }).focus()
        await page.keyboard.press('Enter')
        const confirm = page.getByRole('alertdialog', { name: 'Remove bob?' })
        await confirm.getByText('loses the roles of the group Crew').waitFor()
        await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
        await page.getByRole('gridcell', { name: 'bob', exact: true }).waitFor({ state: 'detached' })
      }))

    test('the roles of a group are granted, and revoked with an undo', () =>
      c.visit(async (page) => {
        await c.open(page, `/groups/${d.crew.id}?tab=roles`)
        await page.getByRole('gridcell', { name: 'on the project Laboratory' }).waitFor()
        await page.getByRole('button', { name: 'Grant a role' }).click()
        const dialog = page.getByRole('dialog', { name: 'Grant a role' })
        await dialog.getByRole('combobox', { name: 'Role' }).fill('read')
        await page.getByRole('option', { name: 'reader' }).click()
        await dialog.getByRole('combobox', { name: 'Project' }).fill('opt')
        await page.getByRole('option', { name: 'Optics' }).click()
        await assertAccessible(page)
        await dialog.getByRole('button', { name: 'Grant' }).click()
        await page.getByRole('gridcell', { name: 'on the project Optics' }).waitFor()
        await page.getByRole('button', { name: 'Revoke: reader' }).click()
        await page
          .getByRole('alertdialog', { name: 'Revoke: reader' })
          .getByRole('button', { name: 'Revoke' })
          .click()
        await page.getByRole('gridcell', { name: 'on the project Optics' }).waitFor({ state: 'detached' })
        await page
          .getByRole('alertdialog', { name: 'The role reader of Crew was revoked.' })
          .getByRole('button', { name: 'Undo' })
          .click()
        await page.getByRole('gridcell', { name: 'on the project Optics' }).waitFor()
      }))

    test('a change that someone else made first is shown, and nothing typed is lost', () =>
      c.visit(async (page) => {
        const group = await d.post('/groups', { name: 'Contested', description: 'Before' })
        await c.open(page, `/groups/${group.id}?act=edit`)
        const dialog = page.getByRole('dialog', { name: 'Edit group' })
        await dialog.getByLabel('Description').fill('Mine')
        await d.n.call('PATCH', `/groups/${group.id}`, {
          secret: d.n.admin,
          body: { description: 'Of another administrator' },
        })
        await dialog.getByRole('button', { name: 'Save' }).click()
        await dialog.getByText('Another user changed this').waitFor()
        await dialog.getByRole('button', { name: 'Load again' }).click()
        await dialog.getByText('On the server now: Of another administrator').waitFor()
        assert.equal(await dialog.getByLabel('Description').inputValue(), 'Mine')
        await assertAccessible(page)
        await dialog.getByRole('button', { name: 'Save' }).click()
        await dialog.waitFor({ state: 'detached' })
        const { body } = await d.n.call('GET', `/groups/${group.id}`, { secret: d.n.admin })
        assert.equal(body.description, 'Mine')
      }))

    test('a session that ends in the middle of a form keeps what was typed', () =>
      c.visit(async (page) => {
        await c.open(page, '/groups')
        await page.getByRole('button', { name: 'New group' }).click()
        const dialog = page.getByRole('dialog', { name: 'New group' })
        await dialog.getByLabel('Name').fill('Typed before')
        await page.context().clearCookies()
        await dialog.getByRole('button', { name: 'Create' }).click()
        await signInAgain(page)
        assert.equal(await dialog.getByLabel('Name').inputValue(), 'Typed before')
        await dialog.getByRole('button', { name: 'Create' }).click()
        await page.getByRole('gridcell', { name: 'Typed before' }).waitFor()
      }))

    test('a server that is not available for a moment does the act once', () =>
      c.visit(async (page) => {
        await c.open(page, '/groups?act=create')
        const keys: (string | undefined)[] = []
        let failures = 4
        await page.route('**/api/v1/groups', (route) => {
          if (route.request().method() !== 'POST') return route.continue()
          keys.push(route.request().headers()['idempotency-key'])
          if (failures-- <= 0) return route.continue()
          return route.fulfill({ status: 503, headers: { 'retry-after': '0' }, body: '' })
        })
        const dialog = page.getByRole('dialog', { name: 'New group' })
        await dialog.getByLabel('Name').fill('Stubborn')
        await dialog.getByRole('button', { name: 'Create' }).click()
        await dialog.getByText('The server is not available').waitFor()
        assert.equal(await dialog.getByLabel('Name').inputValue(), 'Stubborn')
        await dialog.getByRole('button', { name: 'Create' }).click()
        await page.getByRole('gridcell', { name: 'Stubborn' }).waitFor()
        assert.equal(new Set(keys).size, 1, 'every attempt has the same Idempotency-Key')
      }))

    test('a group from a directory is read-only, and says so', () =>
      c.visit(async (page) => {
        await page.route(`**/api/v1/groups/${d.crew.id}`, async (route) => {
          const response = await route.fetch()
          await route.fulfill({ response, json: { ...(await response.json()), managed_by: 'ldap' } })
        })
        await c.open(page, `/groups/${d.crew.id}`)
        await page.getByText('A directory determines this group.').waitFor()
        await page.getByRole('gridcell', { name: 'Ada Lovelace' }).waitFor()
        for (const name of ['Edit', 'Actions', 'Add a member', 'Remove: ada'])
          assert.equal(await page.getByRole('button', { name }).count(), 0, name)
      }))

    test('an undo that fails says why', () =>
      c.visit(async (page) => {
        await c.open(page, `/groups/${d.crew.id}`)
        await page.getByRole('button', { name: 'Remove: ada' }).click()
        await page
          .getByRole('alertdialog', { name: 'Remove ada?' })
          .getByRole('button', { name: 'Remove' })
          .click()
        await page.route('**/members/*', (route) =>
          route.fulfill({ status: 503, headers: { 'retry-after': '0' } }),
        )
        await page.getByRole('button', { name: 'Undo' }).click()
        await page.getByRole('alertdialog', { name: 'The server is not available' }).waitFor()
        await d.put(`/groups/${d.crew.id}/members/${d.ada}`)
      }))

    test('a reader sees groups and may change nothing; an ordinary user is offered no directory', () =>
      c.visit(async (page) => {
        await c.open(page, '/groups', 'the-reader', password)
        await page.getByRole('gridcell', { name: 'Crew' }).click()
        await page.getByRole('gridcell', { name: 'Ada Lovelace' }).waitFor()
        for (const name of ['Edit', 'Actions', 'Add a member', 'Remove: ada'])
          assert.equal(await page.getByRole('button', { name }).count(), 0, name)
        await c.visit(async (other) => {
          await c.open(other, '/', 'unknown-user', password)
          assert.equal(await other.getByRole('link', { name: 'Groups' }).count(), 0)
          await other.goto(`${c.url}/groups`)
          await other.getByText('You may not do this.').waitFor()
        })
      }))

    test('a manager of the domain manages its groups', () =>
      c.visit(async (page) => {
        await c.open(page, '/groups', 'the-manager', password)
        assert.equal(await page.getByRole('combobox', { name: 'Domain' }).count(), 0)
        await page.getByRole('button', { name: 'New group' }).click()
        const dialog = page.getByRole('dialog', { name: 'New group' })
        await dialog.getByLabel('Name').fill('Of the manager')
        await dialog.getByRole('button', { name: 'Create' }).click()
        await page.getByRole('gridcell', { name: 'Of the manager' }).waitFor()
      }))
  })
})
