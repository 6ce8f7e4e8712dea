import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertAccessible, type Console, inConsole, openConsole, skip } from './console.ts'
import { type Directory, makeDirectory, password } from './directory-fixture.ts'

inConsole('projects in the console', (makePlace) => {
  describe('projects', { skip }, () => {
    let c: Console
    let d: Directory
    before(async () => {
      c = await openConsole(await makePlace())
      d = await makeDirectory(c.s)
    })
    after(() => c?.close())

    test('by keyboard alone, the tree is expanded, read, collapsed and left for a project', () =>
      c.visit(async (page) => {
        await c.open(page, '/projects')
        const tree = page.getByRole('treegrid', { name: 'Project tree' })
        const lab = tree.getByRole('row', { name: 'Laboratory' })
        const optics = tree.getByRole('row', { name: 'Optics' })
        await lab.waitFor()
        await assertAccessible(page)
        assert.equal(await lab.getAttribute('aria-expanded'), 'false')
        await tree.getByRole('row').first().focus()
        await page.keyboard.type('lab')
        await page.keyboard.press('ArrowRight')
        await optics.waitFor()
        assert.deepEqual(
          [await lab.getAttribute('aria-expanded'), await optics.getAttribute('aria-level')],
          ['true', '2'],
        )
        await assertAccessible(page)
        await page.keyboard.press('ArrowDown')
        await page.keyboard.press('ArrowRight')
        await tree.getByRole('row', { name: 'There are no projects below this one.' }).waitFor()
        await page.keyboard.press('ArrowLeft')
        await page.keyboard.press('ArrowUp')
        await page.keyboard.press('ArrowLeft')
        await optics.waitFor({ state: 'detached' })
        await page.keyboard.press('ArrowRight')
        await optics.waitFor()
        await page.keyboard.press('ArrowDown')
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { level: 1, name: 'Optics' }).waitFor()
        await page
          .getByRole('navigation', { name: 'Parent' })
          .getByRole('link', { name: 'Laboratory' })
          .waitFor()
        await page.locator('dd').getByText('lenses').waitFor()
      }))

    test('a project is created below another, found by a search, changed, disabled and deleted', () =>
      c.visit(async (page) => {
        await c.open(page, `/projects/${d.lab.id}`)
        await page.getByRole('heading', { level: 1, name: 'Laboratory' }).waitFor()
        await assertAccessible(page)
        await page.getByRole('button', { name: 'New project below' }).click()
        const create = page.getByRole('dialog', { name: 'New project below' })
        await create.getByLabel('Name').fill('Acoustics')
        await create.getByLabel('Tags').fill('sound, , waves')
        await create.getByRole('button', { name: 'Create' }).click()
        await create.waitFor({ state: 'detached' })
        await page.getByRole('tab', { name: 'Projects below' }).click()
        await page.getByRole('gridcell', { name: 'Acoustics' }).waitFor()
        await assertAccessible(page)
        await page.goto(`${c.url}/projects`)
        await page.getByRole('searchbox', { name: 'Search projects' }).fill('COUST')
        await page.getByRole('gridcell', { name: 'Acoustics' }).click()
        await page.getByRole('heading', { level: 1, name: 'Acoustics' }).waitFor()
        await page.getByRole('button', { name: 'Edit' }).click()
        const edit = page.getByRole('dialog', { name: 'Edit project' })
        assert.equal(await edit.getByLabel('Tags').inputValue(), 'sound, waves')
        await edit.getByLabel('Name').fill('Laboratory')
        await edit.getByRole('button', { name: 'Save' }).click()
        await edit.locator('.field-error, [role=alert]').first().waitFor()
        await edit.getByLabel('Name').fill('Sound')
        await edit.getByRole('button', { name: 'Save' }).click()
        await page.getByRole('heading', { level: 1, name: 'Sound' }).waitFor()
        const act = async (name: string) => {
          await page.getByRole('button', { name: 'Actions' }).click()
          await page.getByRole('menuitem', { name, exact: true }).click()
        }
        await act('Disable')
        const disable = page.getByRole('alertdialog', { name: 'Disable the project Sound?' })
        await assertAccessible(page)
        await disable.getByRole('button', { name: 'Disable' }).click()
        await page.locator('main').getByText('Disabled', { exact: true }).waitFor()
        await act('Enable')
        await page.locator('main').getByText('Enabled', { exact: true }).waitFor()
        await act('Delete')
        const remove = page.getByRole('alertdialog', { name: 'Delete the project Sound?' })
        await remove.getByRole('button', { name: 'Delete' }).click()
        await page.getByRole('treegrid', { name: 'Project tree' }).waitFor()
        assert.equal(
          (await d.n.call('GET', '/projects?name=Sound', { secret: d.n.admin })).body.projects.length,
          0,
        )
      }))

    test('a project with others below it is not deleted, and the dialog says why', () =>
      c.visit(async (page) => {
        await c.open(page, `/projects/${d.lab.id}?act=delete`)
        const remove = page.getByRole('alertdialog', { name: 'Delete the project Laboratory?' })
        await remove.getByRole('button', { name: 'Delete' }).click()
        await remove.getByRole('alert').getByText('You may not do this.').waitFor()
        await remove.getByRole('button', { name: 'Cancel' }).click()
        await remove.waitFor({ state: 'detached' })
      }))

    test('a member is added, gets another role, is invited, and is removed', () =>
      c.visit(async (page) => {
        await c.open(page, `/projects/${d.lab.id}`, 'the-manager', password)
        await page.getByRole('button', { name: 'Add a member' }).click()
        const add = page.getByRole('dialog', { name: 'Add a member' })
        await add.getByRole('combobox', { name: 'Person' }).fill('bob')
        await page.getByRole('option', { name: 'bob' }).click()
        await add.getByRole('button', { name: 'Add', exact: true }).click()
        const row = page.getByRole('row', { name: /^bob Bob/ })
        await row.getByRole('gridcell', { name: 'member' }).waitFor()
        await row.getByRole('button', { name: 'bob: Actions' }).click()
        await page.getByRole('menuitem', { name: 'Change the role' }).click()
        const change = page.getByRole('dialog', { name: 'Change the role: bob' })
        await change.getByRole('button', { name: /Role of members/ }).click()
        await page.getByRole('option', { name: 'Reader' }).click()
        await assertAccessible(page)
        await change.getByRole('button', { name: 'Save' }).click()
        await row.getByRole('gridcell', { name: 'reader' }).waitFor()
        await page.getByRole('button', { name: 'Invite by email' }).click()
        const invite = page.getByRole('dialog', { name: 'Invite by email' })
        await invite.getByLabel('Email address').fill('new@example.com')
        await invite.getByRole('button', { name: 'Invite', exact: true }).click()
        await page.getByText('An invitation was sent to new@example.com.').waitFor()
        await page.getByRole('link', { name: 'new@example.com' }).waitFor()
        assert.ok((await c.s.sentEmails()).some(({ to }) => to === 'new@example.com'))
        await row.getByRole('button', { name: 'bob: Actions' }).click()
        await page.getByRole('menuitem', { name: 'Remove' }).click()
        const remove = page.getByRole('alertdialog', { name: 'Remove bob?' })
        await remove.getByText('given directly on Laboratory').waitFor()
        await remove.getByRole('button', { name: 'Remove' }).click()
        await row.waitFor({ state: 'detached' })
      }))

    test('texts of any length and kind are shown as they are, at the width of a phone', () =>
      c.visit(
        async (page) => {
          const text = `<img src=x onerror=alert(1)> \u202e ${'long'.repeat(2500)}`
          const name = 'W'.repeat(64)
          const { id } = await d.post('/projects', { name, description: text, tags: ['t'.repeat(255)] })
          await c.open(page, `/projects/${id}`)
          await page.getByRole('heading', { level: 1, name }).waitFor()
          await page.locator('dd').getByText('<img src=x onerror=alert(1)>').waitFor()
          const isWider = () =>
            page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
          assert.equal(await isWider(), false)
          await page.goto(`${c.url}/projects`)
          await page.getByRole('row', { name }).waitFor()
          assert.equal(await isWider(), false)
        },
        { viewport: { width: 390, height: 844 } },
      ))

    test('a reader sees the tree and members and may change nothing', () =>
      c.visit(async (page) => {
        await c.open(page, '/projects', 'the-reader', password)
        await page.getByRole('row', { name: 'Laboratory' }).waitFor()
        assert.equal(await page.getByRole('button', { name: 'New project' }).count(), 0)
        await page.goto(`${c.url}/projects/${d.lab.id}`)
        await page.getByRole('grid', { name: 'Members' }).waitFor()
        for (const name of ['Edit', 'Actions', 'Add a member', 'Invite by email'])
          assert.equal(await page.getByRole('button', { name }).count(), 0, name)
      }))

    test('the keys of the tree follow the direction of reading', () =>
      c.visit(async (page) => {
        await page.addInitScript(() => localStorage.setItem('muster.console.language', 'fa'))
        await c.open(page, '/projects')
        await page.getByRole('row', { name: 'Laboratory' }).focus()
        await page.keyboard.press('ArrowLeft')
        await page.getByRole('row', { name: 'Optics' }).waitFor()
      }))
  })
})
