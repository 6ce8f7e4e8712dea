import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, inConsole, skip } from './console.ts'
import { openUserList, rowOf, type UserList, unavailable } from './users-fixture.ts'

if (skip === false)
  inConsole('acts on several users in the console', (makePlace) => {
    let c: UserList
    before(async () => {
      c = await openUserList(await makePlace())
    })
    after(() => c?.close())

    test('selected users are disabled by keyboard; Enter opens a user', () =>
      c.visit(async (page) => {
        await c.open(page, '/users?search=list-&sort=username')
        await rowOf(page, 'list-0').focus()
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
        assert.deepEqual([await c.statusOf('list-1'), await c.statusOf('list-10')], ['disabled', 'disabled'])
        await assertAccessible(page)
        await page.goBack()
        await rowOf(page, 'list-0').focus()
        await page.keyboard.press('Enter')
        await page.waitForURL(/\/users\/[0-9a-f]{32}$/)
      }))

    test('a job that cannot be created is created once; an interrupted run continues', () =>
      c.visit(async (page) => {
        await c.open(page, '/users?search=list-&sort=username')
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
        assert.equal(await c.statusOf('list-5'), 'disabled')
        assert.equal(keys.size, 1)
        const jobs = await c.n.call('GET', '/bulk-jobs', { secret: c.n.admin })
        const disabling = jobs.body.bulk_jobs.filter(
          (job: { total: number; action: string }) => job.total === 1 && job.action === 'disable',
        )
        assert.equal(disabling.length, 1)
      }))

    test('all users that match are deleted; who cannot be deleted is named', () =>
      c.visit(async (page) => {
        await c.n.newDomain()
        for (const at of [1, 2]) await c.n.newUser({ username: `gone-${at}` })
        await c.open(
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
        await rowOf(page, 'gone-1').waitFor()
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
        const { id } = (await c.n.call('POST', '/groups', { secret: c.n.admin, body })).body
        await c.open(page, '/users?search=list-3')
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
        const members = await c.n.call('GET', `/groups/${id}/members`, { secret: c.n.admin })
        assert.deepEqual(
          members.body.users.map(({ username }: { username: string }) => username),
          ['list-3'],
        )
      }))

    test('a role is assigned to the selected users', () =>
      c.visit(async (page) => {
        const body = { name: 'Voyager' }
        const project = (await c.n.call('POST', '/projects', { secret: c.n.admin, body })).body.id
        await c.open(page, '/users?search=list-2')
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
        const id = (await c.n.call('GET', '/users?username=list-2', { secret: c.n.admin })).body.users[0].id
        const grants = await c.s.call('GET', `/v3/role_assignments?user.id=${id}`, { token: c.s.admin })
        assert.deepEqual(
          grants.body.role_assignments.map(({ scope }: { scope: unknown }) => scope),
          [{ project: { id: project } }],
        )
        await page.getByRole('link', { name: 'Bulk jobs', exact: true }).click()
        await page.getByRole('gridcell', { name: 'Assign a role' }).waitFor()
        await assertAccessible(page)
      }))
  })
