import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible, type Console, inConsole, openConsole, skip } from './console.ts'
import { type Directory, makeDirectory, password } from './directory-fixture.ts'

const choose = async (page: Page, field: string, text: string, option: string) => {
  await page.getByRole('dialog').getByRole('combobox', { name: field }).fill(text)
  await page.getByRole('option', { name: option }).click()
}

inConsole('role assignments in the console', (makePlace) => {
  describe('role assignments', { skip }, () => {
    let c: Console
    let d: Directory
    before(async () => {
      c = await openConsole(await makePlace())
      d = await makeDirectory(c.s)
    })
    after(() => c?.close())

    const directlyOn = async (scope: string) => {
      const { body } = await d.n.call('GET', `/role-assignments?scope=${scope}`, { secret: d.n.admin })
      return body.role_assignments.length as number
    }

    test('the matrix says which roles are direct and why others apply', () =>
      c.visit(async (page) => {
        await c.open(page, `/assignments?scope=project:${d.lab.id}`)
        const matrix = page.getByRole('grid', { name: 'Who has which role' })
        await matrix.getByRole('button', { name: 'member for Crew: Direct' }).waitFor()
        await matrix.getByRole('button', { name: 'reader for Crew: Indirect' }).click()
        const ofGroup = page.getByRole('dialog', { name: 'reader for Crew' })
        await ofGroup.getByText(/^Because the role member implies it\.$/).waitFor()
        await ofGroup.getByRole('button', { name: 'Close' }).click()
        await matrix.getByRole('button', { name: 'reader for ada: Indirect Below' }).click()
        const dialog = page.getByRole('dialog', { name: 'reader for ada' })
        await dialog.getByText('As a member of the group Crew. Because the role member implies it.').waitFor()
        await dialog.getByText('Granted for the projects below, not here.').waitFor()
        await assertAccessible(page)
        await dialog.getByRole('button', { name: 'Close' }).click()
        await assertAccessible(page)
        await page.goto(`${c.url}/assignments?scope=project:${d.optics.id}`)
        await page.getByRole('button', { name: 'reader for ada: Indirect' }).click()
        await dialog.getByText('Inherited from an assignment on the project Laboratory.').waitFor()
      }))

    test('a group without members shows what its roles imply, over several roles', () =>
      c.visit(async (page) => {
        const { id } = await d.post('/projects', { name: 'Quiet' })
        const empty = await d.post('/groups', { name: 'Without members' })
        await d.put(`/groups/${empty.id}/roles/${await d.roleId('manager')}?scope=project:${id}`)
        await c.open(page, `/assignments?scope=project:${id}`)
        await page.getByRole('button', { name: 'member for Without members: Indirect' }).waitFor()
        await page.getByRole('button', { name: 'reader for Without members: Indirect' }).click()
        const dialog = page.getByRole('dialog', { name: 'reader for Without members' })
        await dialog.getByText(/^Because the role member implies it\.$/).waitFor()
      }))

    test('by keyboard alone, a role is granted in its cell, and revoked again', () =>
      c.visit(async (page) => {
        await c.open(page, `/assignments?scope=project:${d.lab.id}`)
        const matrix = page.getByRole('grid', { name: 'Who has which role' })
        await matrix.getByRole('button', { name: 'manager for Crew: Not assigned' }).focus()
        for (const key of ['ArrowDown', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key)
        await matrix
          .getByRole('button', { name: 'manager for ada: Not assigned' })
          .and(page.locator(':focus'))
          .waitFor()
        const before = await directlyOn(`project:${d.lab.id}`)
        await page.keyboard.press('Enter')
        const dialog = page.getByRole('dialog', { name: 'manager for ada' })
        await dialog.getByText('ada gets the role manager on the project Laboratory.').waitFor()
        await page.locator('button:focus').getByText('Close').waitFor()
        await page.keyboard.press('Tab')
        await page.locator('button:focus').getByText('Grant').waitFor()
        await page.keyboard.press('Enter')
        // The matrix shows the change while the dialog still holds the focus.
        await dialog.waitFor({ state: 'detached' })
        await matrix.getByRole('button', { name: 'manager for ada: Direct' }).waitFor()
        assert.equal(await directlyOn(`project:${d.lab.id}`), before + 1)
        await matrix.getByRole('button', { name: 'manager for ada: Direct' }).focus()
        await page.keyboard.press('Enter')
        await dialog.getByText('ada loses the role manager on the project Laboratory.').waitFor()
        await page.locator('button:focus').getByText('Close').waitFor()
        await page.keyboard.press('Tab')
        await page.locator('button:focus').getByText('Revoke').waitFor()
        await page.keyboard.press('Enter')
        await matrix.getByRole('button', { name: 'manager for ada: Not assigned' }).waitFor()
        assert.equal(await directlyOn(`project:${d.lab.id}`), before)
      }))

    test('a role is granted to someone who had none, on a scope that is chosen', () =>
      c.visit(async (page) => {
        await c.open(page, '/assignments')
        await page.getByRole('grid', { name: 'Who has which role' }).waitFor()
        await page.getByRole('button', { name: /^(Domain )?On/ }).click()
        await page.getByRole('option', { name: 'Project' }).click()
        await page.getByRole('combobox', { name: 'Project' }).fill('optic')
        await page.getByRole('option', { name: 'Optics' }).click()
        await page.waitForURL(/scope=project/)
        await page.getByRole('button', { name: 'Grant a role' }).click()
        await choose(page, 'Person', 'bob', 'bob')
        await choose(page, 'Role', 'memb', 'member')
        await page.getByRole('dialog').getByRole('button', { name: 'Grant', exact: true }).click()
        await page.getByRole('button', { name: 'member for bob: Direct' }).waitFor()
        await page.getByRole('combobox', { name: 'Only this person' }).fill('bob')
        await page.getByRole('option', { name: 'bob' }).click()
        await page.getByRole('button', { name: 'reader for bob: Indirect' }).waitFor()
        await page.getByRole('button', { name: 'reader for ada: Indirect' }).waitFor({ state: 'detached' })
      }))

    test('many people are read in pages, each with all of its roles', () =>
      c.visit(async (page) => {
        const big = await d.post('/projects', { name: 'Big' })
        const member = await d.roleId('member')
        const addWorker = async (number: number) => {
          const id = await d.newUser(`worker-${number}`, { password: undefined })
          await d.put(`/users/${id}/roles/${member}?scope=project:${big.id}`)
        }
        await Promise.all(Array.from({ length: 160 }, (_none, number) => addWorker(number)))
        await c.open(page, `/assignments?scope=project:${big.id}`)
        const rows = page.getByRole('rowheader')
        await rows.first().waitFor()
        const shown = await rows.count()
        assert.ok(shown > 100 && shown < 160, String(shown))
        await page.getByRole('button', { name: 'Show more' }).click()
        await rows.nth(159).waitFor()
        await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' })
        assert.equal(await rows.count(), 160)
        assert.equal(
          await page.getByRole('button', { name: /^reader for worker-\d+: Indirect$/ }).count(),
          160,
        )
      }))

    test('a manager grants what the domain lets it, and reads why it may not grant more', () =>
      c.visit(async (page) => {
        await c.open(page, `/assignments?scope=project:${d.lab.id}`, 'the-manager', password)
        await page.getByRole('button', { name: 'reader for Crew: Indirect' }).waitFor()
        await page.getByRole('button', { name: 'admin for Crew: Not assigned' }).click()
        const dialog = page.getByRole('dialog', { name: 'admin for Crew' })
        await dialog.getByRole('button', { name: 'Grant' }).click()
        await dialog.getByRole('alert').getByText('You may not do this.').waitFor()
        await dialog.getByRole('button', { name: 'Close' }).click()
      }))

    test('a reader sees the matrix and may change nothing', () =>
      c.visit(async (page) => {
        await c.open(page, `/assignments?scope=project:${d.lab.id}`, 'the-reader', password)
        await page.getByRole('button', { name: /^\S+ for Crew: Direct$/ }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByText('Granted directly here.').waitFor()
        assert.equal(await dialog.getByRole('button', { name: 'Revoke' }).count(), 0)
      }))

    test('at the width of a phone the matrix scrolls in its frame, in both directions of writing', () =>
      c.visit(
        async (page) => {
          await c.open(page, `/assignments?scope=project:${d.lab.id}`)
          const width = () => page.evaluate('document.documentElement.scrollWidth')
          await page.getByRole('button', { name: 'member for Crew: Direct' }).waitFor()
          assert.equal(await width(), 390)
          await page.evaluate(() => localStorage.setItem('muster.console.language', 'fa'))
          await page.reload()
          await page.locator('html[dir=rtl]').waitFor()
          await page.getByRole('button', { name: 'Crew' }).first().waitFor()
          assert.equal(await width(), 390)
        },
        { viewport: { width: 390, height: 844 } },
      ))
  })
})
