import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible, inConsole, skip } from './console.ts'
import { openUserList, rowOf, type UserList } from './users-fixture.ts'

if (skip === false)
  inConsole('the list of users in the console', (makePlace) => {
    let c: UserList
    before(async () => {
      c = await openUserList(await makePlace())
    })
    after(() => c?.close())

    const filterOf = (page: Page) => new URL(page.url()).searchParams.get('filter')

    test('search and conditions find users, by keyboard alone, and stay in the address', () =>
      c.visit(async (page) => {
        await c.open(page, '/users')
        await page.getByLabel('Search users').focus()
        await page.keyboard.type('LIST-')
        await page.getByText('12 users').waitFor()
        await page.getByRole('button', { name: 'Filter' }).focus()
        await page.keyboard.press('Enter')
        await page.getByRole('button', { name: 'Username Field' }).focus()
        await page.keyboard.press('Enter')
        await page.keyboard.type('Status')
        await page.keyboard.press('Enter')
        await page.getByRole('button', { name: 'Active Value' }).focus()
        await page.keyboard.press('Enter')
        await page.keyboard.type('Dis')
        await page.keyboard.press('Enter')
        await page.getByText('3 users').waitFor()
        assert.equal(filterOf(page), "status = 'disabled'")
        await rowOf(page, 'list-4').waitFor()
        await page.reload()
        await page.getByText('3 users').waitFor()
        await page.getByRole('button', { name: 'Add a condition' }).click()
        await page.getByRole('group', { name: 'Condition 2' }).getByLabel('Value').fill('list-8')
        await page.getByText('1 user', { exact: true }).waitFor()
        assert.equal(filterOf(page), "status = 'disabled' AND username ILIKE '%list-8%'")
        await assertAccessible(page)
        await page.getByRole('button', { name: 'Remove: Condition 1' }).click()
        await page.getByRole('button', { name: 'Clear' }).click()
        await page.getByText('12 users').waitFor()
        assert.equal(filterOf(page), null)
      }))

    test('a filter that is wrong is shown with its place, and what was typed is kept', () =>
      c.visit(async (page) => {
        await c.open(page, '/users')
        await page.getByRole('button', { name: 'Filter' }).click()
        await page.getByRole('button', { name: 'Edit as text' }).click()
        const text = page.getByLabel('Filter (CQL2 text)')
        await text.fill("username = 'list-1' AND oops")
        await page.getByRole('button', { name: 'Apply' }).click()
        await page.getByText(/invalid at character 25/).waitFor()
        assert.equal(await page.locator('mark').textContent(), 'o')
        assert.equal(await text.inputValue(), "username = 'list-1' AND oops")
        assert.equal(filterOf(page), null)
        await assertAccessible(page)
        await text.fill("username IN ('list-1', 'list-2')")
        await page.getByRole('button', { name: 'Apply' }).click()
        await page.getByText('2 users').waitFor()
        await page.getByText('This filter can be edited as text only.').waitFor()
        assert.equal(filterOf(page), "username IN ('list-1', 'list-2')")
        // A wrong filter in the address is shown too.
        await page.goto(`${c.url}/users?filter=nothing`)
        await page
          .getByText(/invalid at character/)
          .first()
          .waitFor()
        assert.equal(await page.getByLabel('Filter (CQL2 text)').inputValue(), 'nothing')
      }))

    test('columns, order and saved views', () =>
      c.visit(async (page) => {
        await c.open(page, '/users?search=list-')
        await page.getByRole('button', { name: 'Columns' }).click()
        await page.getByRole('checkbox', { name: 'Number', exact: true }).focus()
        await page.keyboard.press('Space')
        await page.keyboard.press('Escape')
        await page.getByRole('columnheader', { name: 'Number' }).waitFor()
        const username = page.getByRole('columnheader', { name: 'Username' })
        await username.getByRole('button').click()
        await username.getByRole('button').click()
        await page
          .getByRole('columnheader', { name: 'Username', exact: false })
          .and(page.locator('[aria-sort=descending]'))
          .waitFor()
        assert.match(page.url(), /columns=username.*number/)
        await page.getByRole('button', { name: 'Views' }).click()
        await page.getByRole('menuitem', { name: 'Save this view' }).click()
        await page.getByLabel('Name of the view').fill('List, backwards')
        await page.keyboard.press('Enter')
        await page.getByText('The view List, backwards was saved.').waitFor()
        const saved = page.url()
        await page.goto(`${c.url}/users`)
        await page.getByRole('button', { name: 'Views' }).click()
        await page.getByRole('menuitem', { name: 'List, backwards' }).click()
        await page.waitForURL(saved)
        await page.getByText('12 users').waitFor()
        await page.getByRole('button', { name: 'Views' }).click()
        await page.getByRole('menuitem', { name: 'Remove a view' }).click()
        await page.getByRole('button', { name: 'Remove the view List, backwards' }).click()
        await page.getByText('There are no saved views.').waitFor()
        await page.keyboard.press('Escape')
        assert.equal(await page.evaluate(() => localStorage.getItem('muster.console.views')), '[]')
      }))

    test('a reader looks, and changes nothing; a manager works in one domain', async () => {
      const reader = await c.n.newUser({ username: 'just-reads' })
      const { roles } = (await c.s.call('GET', '/v3/roles?name=reader', { token: c.s.admin })).body
      const grant = `/v3/domains/default/users/${reader.id}/roles/${roles[0].id}`
      assert.equal((await c.s.call('PUT', grant, { token: c.s.admin })).status, 204)
      await c.visit(async (page) => {
        await c.open(page, '/users?search=list-1', reader.username, reader.password)
        await rowOf(page, 'list-1').waitFor()
        assert.equal(await page.getByRole('button', { name: 'New user' }).count(), 0)
        assert.equal(await page.getByRole('checkbox').count(), 0)
        assert.equal(await page.getByRole('link', { name: 'Bulk jobs' }).count(), 0)
        await assertAccessible(page)
      })
      const ordinary = await c.n.newUser()
      await c.visit(async (page) => {
        await c.open(page, '/users', ordinary.username, ordinary.password)
        await page
          .getByRole('alert')
          .getByText(/You may not do this/)
          .waitFor()
        assert.equal(await page.getByRole('link', { name: 'Users' }).count(), 0)
      })
    })

    test('dark, in Persian and on a narrow screen', () =>
      c.visit(
        async (page) => {
          await c.open(page, `/users?search=list-&filter=${encodeURIComponent("username ILIKE 'list-%'")}`)
          await page.getByText('12 users').waitFor()
          await page.getByRole('checkbox', { name: 'Select list-1', exact: true }).click()
          await assertAccessible(page)
          await page.evaluate(() => localStorage.setItem('muster.console.language', 'fa'))
          await page.reload()
          await page.getByRole('heading', { name: 'کاربران', level: 1 }).waitFor()
          await page.getByText('۱۲ کاربر').waitFor()
          assert.equal(await page.evaluate('document.documentElement.dir'), 'rtl')
          // Only the table scrolls sideways.
          assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true)
          await assertAccessible(page)
        },
        { colorScheme: 'dark', viewport: { width: 390, height: 800 } },
      ))
  })
