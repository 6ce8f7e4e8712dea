import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Native, nativeClient } from '../../server/test/native.ts'
import { assertAccessible, type Console, inConsole, openConsole, skip } from './console.ts'

/** The response of a server that is starting. */
const unavailable = { status: 503, contentType: 'application/problem+json', body: '{}' }

if (skip === false)
  inConsole('the list of users in the console', (makePlace) => {
    let c: Console
    let n: Native
    before(async () => {
      c = await openConsole(await makePlace())
      n = await nativeClient(c.s)
      for (let at = 0; at < 12; at++)
        await n.newUser({
          username: `list-${at}`,
          display_name: ['Ada Lovelace', '<b>Mallory</b>\u202Eevil', 'x'.repeat(255)][at % 3],
          status: at % 4 === 0 ? 'disabled' : 'active',
        })
    })
    after(() => c?.close())

    const open = async (page: Page, path: string, username?: string, password?: string) => {
      await c.open(page, path, username, password)
    }
    const filterOf = (page: Page) => new URL(page.url()).searchParams.get('filter')
    const row = (page: Page, name: string) =>
      page.getByRole('row').filter({ has: page.getByRole('gridcell', { name, exact: true }) })
    const statusOf = async (username: string) =>
      (await n.call('GET', `/users?username=${username}`, { secret: n.admin })).body.users[0]?.status

    test('search and conditions find users, by keyboard alone, and stay in the address', () =>
      c.visit(async (page) => {
        await open(page, '/users')
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
        await row(page, 'list-4').waitFor()
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
        await open(page, '/users')
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
        await open(page, '/users?search=list-')
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

    test('selected users are disabled by keyboard; Enter opens a user', () =>
      c.visit(async (page) => {
        await open(page, '/users?search=list-&sort=username')
        await row(page, 'list-0').focus()
        await page.keyboard.press('ArrowDown')
        await page.keyboard.press('Space')
        await page.keyboard.press('ArrowDown')
        await page.keyboard.press('Space')
        await page.getByText('2 users selected').waitFor()
        await page.getByRole('button', { name: 'Actions' }).focus()
        await page.keyboard.press('Enter')
        await page.getByRole('menuitem', { name: 'Disable' }).waitFor()
        await assertAccessible(page)
        await page.keyboard.press('ArrowDown')
        await page.keyboard.press('Enter')
        const dialog = page.getByRole('alertdialog', { name: 'Disable 2 users?' })
        await dialog.getByText('list-10').waitFor()
        await assertAccessible(page)
        await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { name: 'Bulk job: Disable' }).waitFor()
        await page.getByRole('definition').filter({ hasText: '2 of 2 users' }).waitFor()
        await page.getByText('Done.').waitFor()
        assert.deepEqual([await statusOf('list-1'), await statusOf('list-10')], ['disabled', 'disabled'])
        await assertAccessible(page)
        await page.goBack()
        await row(page, 'list-0').focus()
        await page.keyboard.press('Enter')
        await page.waitForURL(/\/users\/[0-9a-f]{32}$/)
      }))

    test('a job that cannot be created is created once; an interrupted run continues', () =>
      c.visit(async (page) => {
        await open(page, '/users?search=list-&sort=username')
        await page.getByRole('checkbox', { name: 'Select list-5' }).click()
        await page.getByRole('button', { name: 'Actions' }).click()
        await page.getByRole('menuitem', { name: 'Disable' }).click()
        const keys = new Set<string | undefined>()
        await page.route('**/api/v1/bulk-jobs', async (route) => {
          keys.add(route.request().headers()['idempotency-key'])
          // The server has created the job, but the response is lost.
          await route.fetch()
          await route.fulfill(unavailable)
        })
        const dialog = page.getByRole('alertdialog')
        await dialog.getByRole('button', { name: 'Disable' }).click()
        await dialog.getByText(/is not available/).waitFor()
        await page.unroute('**/api/v1/bulk-jobs')
        let runs = 0
        await page.route('**/run', async (route) => {
          if (runs++ > 0) return route.continue()
          await route.fetch()
          await route.fulfill(unavailable)
        })
        await dialog.getByRole('button', { name: 'Disable' }).click()
        // The interrupted run was complete, so the next one is told that the job is done.
        await page.getByRole('definition').filter({ hasText: '1 of 1 user' }).waitFor()
        await page.getByText('Done', { exact: true }).waitFor()
        assert.equal(await statusOf('list-5'), 'disabled')
        assert.equal(keys.size, 1)
        const jobs = await n.call('GET', '/bulk-jobs', { secret: n.admin })
        const disabling = jobs.body.bulk_jobs.filter(
          (job: { total: number; action: string }) => job.total === 1 && job.action === 'disable',
        )
        assert.equal(disabling.length, 1)
      }))

    test('all users that match are deleted; who cannot be deleted is named', () =>
      c.visit(async (page) => {
        await n.newDomain()
        for (const at of [1, 2]) await n.newUser({ username: `gone-${at}` })
        await open(
          page,
          `/users?filter=${encodeURIComponent("username = 'admin' OR username ILIKE 'gone-%'")}`,
        )
        await page.getByText('3 users').waitFor()
        await page.getByRole('checkbox', { name: 'Select all rows' }).click()
        await page.getByText('Choose a domain to select all matching users.').waitFor()
        await page.getByRole('button', { name: 'All domains Domain' }).click()
        await page.getByRole('option', { name: 'Default' }).click()
        await page.getByRole('button', { name: 'Select all 3 matching users' }).click()
        await page.getByRole('button', { name: 'Actions' }).click()
        await page.getByRole('menuitem', { name: 'Delete' }).click()
        const dialog = page.getByRole('alertdialog', { name: 'Delete 3 users?' })
        await dialog.getByText(/matches the search and the filter/).waitFor()
        await dialog.getByRole('button', { name: 'Delete' }).click()
        await page.getByText('3 users handled').waitFor()
        await page.getByRole('heading', { name: '1 user failed' }).waitFor()
        await page.getByRole('gridcell', { name: 'admin', exact: true }).waitFor()
        await assertAccessible(page)
        const download = page.waitForEvent('download')
        await page.getByRole('button', { name: 'Download the errors' }).click()
        assert.match((await download).suggestedFilename(), /^errors-.*\.csv$/)
        await page.getByRole('link', { name: /can be restored/ }).click()
        await row(page, 'gone-1').waitFor()
      }))

    test('all rows can be selected when they are there, not before', () =>
      c.visit(async (page) => {
        let release = () => {}
        const released = new Promise<void>((resolve) => {
          release = resolve
        })
        await page.route(/\/api\/v1\/users\?.*sort=/, async (route) => {
          await released
          await route.continue()
        })
        await c.open(page, '/users?search=list-&sort=username')
        await page.getByText('12 users').waitFor()
        const all = page.getByRole('checkbox', { name: 'Select all rows' })
        assert.equal(await all.isDisabled(), true)
        release()
        await all.click()
        await page.getByText('12 users selected').waitFor()
      }))

    test('the selected users join a group', () =>
      c.visit(async (page) => {
        const body = { name: 'Mathematicians' }
        const { id } = (await n.call('POST', '/groups', { secret: n.admin, body })).body
        await open(page, '/users?search=list-3')
        await page.getByRole('checkbox', { name: 'Select list-3' }).click()
        await page.getByRole('button', { name: 'Actions' }).click()
        await page.getByRole('menuitem', { name: 'Add to a group' }).click()
        const dialog = page.getByRole('alertdialog')
        const act = dialog.getByRole('button', { name: 'Add to a group' })
        assert.equal(await act.isDisabled(), true)
        await dialog.getByRole('combobox', { name: 'Group' }).pressSequentially('thematic')
        await page.getByRole('option', { name: 'Mathematicians' }).click()
        await act.click()
        await page.getByRole('definition').filter({ hasText: '1 of 1 user' }).waitFor()
        await page.getByText('Done', { exact: true }).waitFor()
        const members = await n.call('GET', `/groups/${id}/members`, { secret: n.admin })
        assert.deepEqual(
          members.body.users.map(({ username }: { username: string }) => username),
          ['list-3'],
        )
      }))

    test('a role is assigned to the selected users', () =>
      c.visit(async (page) => {
        const body = { name: 'Voyager' }
        const project = (await n.call('POST', '/projects', { secret: n.admin, body })).body.id
        await open(page, '/users?search=list-2')
        await page.getByRole('checkbox', { name: 'Select list-2' }).click()
        await page.getByRole('button', { name: 'Actions' }).click()
        await page.getByRole('menuitem', { name: 'Assign a role' }).click()
        const dialog = page.getByRole('alertdialog')
        const act = dialog.getByRole('button', { name: 'Assign a role' })
        assert.equal(await act.isDisabled(), true)
        await dialog.getByRole('button', { name: /Role$/ }).click()
        await page.getByRole('option', { name: 'reader' }).click()
        await dialog.getByRole('button', { name: /Where it applies|On the domain/ }).click()
        await page.getByRole('option', { name: 'On a project' }).click()
        assert.equal(await act.isDisabled(), true)
        await dialog.getByRole('combobox', { name: 'Project' }).pressSequentially('oyage')
        await page.getByRole('option', { name: 'Voyager' }).click()
        await assertAccessible(page)
        await act.click()
        await page.getByRole('definition').filter({ hasText: '1 of 1 user' }).waitFor()
        await page.getByText('Done', { exact: true }).waitFor()
        const id = (await n.call('GET', '/users?username=list-2', { secret: n.admin })).body.users[0].id
        const grants = await c.s.call('GET', `/v3/role_assignments?user.id=${id}`, { token: c.s.admin })
        assert.deepEqual(
          grants.body.role_assignments.map(({ scope }: { scope: unknown }) => scope),
          [{ project: { id: project } }],
        )
        await page.getByRole('link', { name: 'Bulk jobs', exact: true }).click()
        await page.getByRole('gridcell', { name: 'Assign a role' }).waitFor()
        await assertAccessible(page)
      }))

    test('a reader looks, and changes nothing; a manager works in one domain', async () => {
      const reader = await n.newUser({ username: 'just-reads' })
      const { roles } = (await c.s.call('GET', '/v3/roles?name=reader', { token: c.s.admin })).body
      const grant = `/v3/domains/default/users/${reader.id}/roles/${roles[0].id}`
      assert.equal((await c.s.call('PUT', grant, { token: c.s.admin })).status, 204)
      await c.visit(async (page) => {
        await open(page, '/users?search=list-1', reader.username, reader.password)
        await row(page, 'list-1').waitFor()
        assert.equal(await page.getByRole('button', { name: 'New user' }).count(), 0)
        assert.equal(await page.getByRole('checkbox').count(), 0)
        assert.equal(await page.getByRole('link', { name: 'Bulk jobs' }).count(), 0)
        await assertAccessible(page)
      })
      const ordinary = await n.newUser()
      await c.visit(async (page) => {
        await open(page, '/users', ordinary.username, ordinary.password)
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
          await open(page, `/users?search=list-&filter=${encodeURIComponent("username ILIKE 'list-%'")}`)
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
