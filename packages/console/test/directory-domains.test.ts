import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertAccessible, type Console, inConsole, openConsole, skip } from './console.ts'
import { type Directory, makeDirectory, password } from './directory-fixture.ts'

inConsole('domains in the console', (makePlace) => {
  describe('domains', { skip }, () => {
    let c: Console
    let d: Directory
    before(async () => {
      c = await openConsole(await makePlace())
      d = await makeDirectory(c.s)
    })
    after(() => c?.close())

    test('a domain is created, disabled, enabled, and deleted with what it contains', () =>
      c.visit(async (page) => {
        await c.open(page, '/domains')
        await page.getByRole('gridcell', { name: 'Default' }).waitFor()
        await assertAccessible(page)
        await page.getByRole('button', { name: 'New domain' }).click()
        const dialog = page.getByRole('dialog', { name: 'New domain' })
        await dialog.getByLabel('Name').fill('Branch')
        await dialog.getByRole('button', { name: 'Create' }).click()
        await page.getByRole('gridcell', { name: 'Branch' }).click()
        await page.getByRole('heading', { level: 1, name: 'Branch' }).waitFor()
        await assertAccessible(page)
        const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
        await d.newUser('of-the-branch', { domain_id: id })
        const act = async (name: string) => {
          await page.getByRole('button', { name: 'Actions' }).click()
          await page.getByRole('menuitem', { name, exact: true }).click()
        }
        await act('Disable')
        const disable = page.getByRole('alertdialog', { name: 'Disable the domain Branch?' })
        await disable.getByRole('button', { name: 'Disable' }).click()
        await page.locator('main').getByText('Disabled', { exact: true }).waitFor()
        await page.getByRole('button', { name: 'Undo' }).click()
        await page.locator('main').getByText('Enabled', { exact: true }).waitFor()
        await act('Protect')
        await page.locator('main').getByText('Protected', { exact: true }).waitFor()
        assert.equal(await page.getByRole('button', { name: 'Edit' }).count(), 0)
        await act('Remove the protection')
        await page.getByRole('button', { name: 'Edit' }).waitFor()
        await act('Delete')
        const remove = page.getByRole('alertdialog', { name: 'Delete the domain Branch?' })
        await remove.getByText('only after it was disabled').waitFor()
        await remove.getByRole('button', { name: 'Disable' }).click()
        await remove.getByText('1 user', { exact: true }).waitFor()
        await assertAccessible(page)
        assert.ok(await remove.getByRole('button', { name: 'Delete' }).isDisabled())
        await remove.getByLabel('Type Branch to confirm').fill('Branch')
        await remove.getByRole('button', { name: 'Delete' }).click()
        await page.waitForURL(`${c.url}/domains`)
        await page.getByRole('gridcell', { name: 'Branch' }).waitFor({ state: 'detached' })
        await page.getByRole('gridcell', { name: 'Default' }).waitFor()
      }))

    test('a reader of the domain sees it and may not change it', () =>
      c.visit(async (page) => {
        await c.open(page, '/domains', 'the-reader', password)
        await page.getByRole('gridcell', { name: 'Default' }).click()
        await page.getByRole('heading', { level: 1, name: 'Default' }).waitFor()
        for (const name of ['Edit', 'Actions', 'New domain'])
          assert.equal(await page.getByRole('button', { name }).count(), 0, name)
      }))
  })
})
