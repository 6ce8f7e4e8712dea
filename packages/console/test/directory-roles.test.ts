import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible, type Console, inConsole, openConsole, signInAgain, skip } from './console.ts'
import { type Directory, makeDirectory, password } from './directory-fixture.ts'

const choose = async (page: Page, field: string, text: string, option: string) => {
  await page.getByRole('dialog').getByRole('combobox', { name: field }).fill(text)
  await page.getByRole('option', { name: option }).click()
}

inConsole('roles in the console', (makePlace) => {
  describe('roles', { skip }, () => {
    let c: Console
    let d: Directory
    before(async () => {
      c = await openConsole(await makePlace())
      d = await makeDirectory(c.s)
    })
    after(() => c?.close())

    test('a role is created, changed, protected and deleted', () =>
      c.visit(async (page) => {
        await c.open(page, '/roles')
        await page.getByRole('gridcell', { name: 'admin', exact: true }).waitFor()
        await assertAccessible(page)
        await page.getByRole('button', { name: 'New role' }).click()
        const create = page.getByRole('dialog', { name: 'New role' })
        await create.getByLabel('Name').fill('auditor')
        await create.getByRole('button', { name: 'Create' }).click()
        await page.getByRole('gridcell', { name: 'auditor', exact: true }).waitFor()
        const act = async (name: string) => {
          await page.getByRole('button', { name: 'auditor: Actions' }).click()
          await page.getByRole('menuitem', { name, exact: true }).click()
        }
        await act('Edit')
        const edit = page.getByRole('dialog', { name: 'Edit role' })
        await edit.getByLabel('Description').fill('Looks at everything')
        await edit.getByRole('button', { name: 'Save' }).click()
        await page.getByRole('gridcell', { name: 'Looks at everything' }).waitFor()
        await act('Protect')
        const row = page.getByRole('row', { name: /^auditor/ })
        await row.getByText('Protected').waitFor()
        await act('Remove the protection')
        await row.getByText('Protected').waitFor({ state: 'detached' })
        await act('Delete')
        const remove = page.getByRole('alertdialog', { name: 'Delete the role auditor?' })
        assert.ok(await remove.getByRole('button', { name: 'Delete' }).isDisabled())
        await remove.getByLabel('Type auditor to confirm').fill('auditor')
        await assertAccessible(page)
        await remove.getByRole('button', { name: 'Delete' }).click()
        await row.waitFor({ state: 'detached' })
      }))

    test('an implied role is added to the graph and its list, and removed with an undo', () =>
      c.visit(async (page) => {
        await d.post('/roles', { name: 'keeper' })
        await c.open(page, '/roles?tab=implications')
        const list = page.getByRole('list', { name: 'Implied roles' })
        await list.getByText('manager').first().waitFor()
        await page.getByRole('img', { name: 'Graph of the implied roles' }).waitFor()
        await assertAccessible(page)
        await page.getByRole('button', { name: 'Add an implied role' }).click()
        await choose(page, 'Who has this role', 'keep', 'keeper')
        await choose(page, 'also has this role', 'read', 'reader')
        await page.getByText('Everyone with the role keeper').waitFor()
        await assertAccessible(page)
        await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click()
        await list.getByText('keeper').waitFor()
        await page.locator('.graph-node').getByText('keeper').waitFor()
        await list.getByRole('button', { name: 'Remove: keeper implies reader' }).click()
        const remove = page.getByRole('alertdialog', { name: 'keeper no longer implies reader?' })
        await remove.getByRole('button', { name: 'Remove' }).click()
        await list.getByText('keeper').waitFor({ state: 'detached' })
        await page
          .getByRole('alertdialog', { name: 'keeper no longer implies reader.' })
          .getByRole('button', { name: 'Undo' })
          .click()
        await list.getByText('keeper').waitFor()
      }))

    test('implied roles appear after signing in again', () =>
      c.visit(async (page) => {
        await c.open(page, '/roles')
        await page.getByRole('gridcell', { name: 'admin', exact: true }).waitFor()
        await page.context().clearCookies()
        await page.getByRole('tab', { name: 'Implied roles' }).click()
        await signInAgain(page)
        await page.getByRole('list', { name: 'Implied roles' }).waitFor()
      }))

    test('a manager of a domain reads the roles and changes none', () =>
      c.visit(async (page) => {
        await c.open(page, '/roles', 'the-manager', password)
        await page.getByRole('gridcell', { name: 'manager', exact: true }).waitFor()
        assert.equal(await page.getByRole('tab', { name: 'Implied roles' }).count(), 0)
        assert.equal(await page.getByRole('button', { name: 'New role' }).count(), 0)
      }))
  })
})
