import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { assertAccessible, inConsole, skip } from './console.ts'
import { type Operations, openOperations } from './operations-fixture.ts'

inConsole('imports and bulk jobs in the console', (makePlace) => {
  let c: Operations
  before(async () => {
    if (skip) return
    c = await openOperations(await makePlace())
  })
  after(() => c?.close())

  const csv = (text: string) => ({ name: 'users.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  const choose = async (page: import('playwright-core').Page, text: string) => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose a file' }).click()
    await (await chooser).setFiles(csv(text))
  }

  test('sends the file of a waiting import, and shows its errors', { skip }, async () => {
    const { id } = await c.ask('POST', '/imports', { format: 'csv' })
    await c.as(undefined, 'jobs', async (page) => {
      await page.getByRole('row').filter({ hasText: 'Waiting' }).waitFor()
      await assertAccessible(page)
      await page.getByRole('row').filter({ hasText: 'Waiting' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Send the file' }).waitFor()
      await assertAccessible(page)
      await choose(page, 'username,email\nfirst,first@example.com\nsecond,broken\n')
      await page.getByRole('button', { name: 'Start' }).click()
      await page.getByText('Done.').waitFor()
      const { created, failed, state } = await c.ask('GET', `/imports/${id}`)
      assert.deepEqual([created, failed, state], [1, 1, 'done'])
      const error = page.getByRole('row').filter({ hasText: 'email_malformed' })
      await error.waitFor()
      await assertAccessible(page)
      await error.click()
      await page.getByRole('dialog', { name: 'Row 2' }).getByText('email_malformed').waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Close' }).click()
      await page.evaluate("localStorage.setItem('muster.console.language', 'de')")
      await page.reload()
      await error.getByText('Das ist keine gültige E-Mail-Adresse.').waitFor()
    })
  })

  test('continues an import that stopped', { skip }, async () => {
    const { id } = await c.ask('POST', '/imports', { format: 'csv' })
    // A quote that is never closed stops the import where it begins.
    await c.s.call('POST', `/api/v1/imports/${id}/rows`, {
      headers: { authorization: `Bearer ${c.n.admin}`, 'content-type': 'text/csv' },
      body: 'username,email\nthird,third@example.com\n"broken',
    })
    assert.equal((await c.ask('GET', `/imports/${id}`)).state, 'stopped')
    await c.as(undefined, `imports/${id}`, async (page) => {
      await page.getByText(/Choose the same file again/).waitFor()
      await choose(page, 'username,email\nthird,third@example.com\nfourth,fourth@example.com\n')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByText('Done.').waitFor()
      assert.equal((await c.ask('GET', `/imports/${id}`)).created, 2)
    })
  })

  test('deletes an import, and its users stay', { skip }, async () => {
    const { id } = await c.ask('POST', '/imports', { format: 'ndjson', dry_run: true })
    await c.as(undefined, `imports/${id}`, async (page) => {
      await page.getByRole('heading', { level: 1, name: 'Create users (dry run)' }).waitFor()
      await page.getByRole('button', { name: 'Delete' }).click()
      const dialog = page.getByRole('alertdialog', { name: 'Delete the import' })
      await dialog.getByText(/stay as they are/).waitFor()
      await assertAccessible(page)
      await dialog.getByRole('button', { name: 'Delete' }).click()
      await page.getByText('The record was deleted.').waitFor()
      await page.getByRole('grid', { name: 'Imports' }).waitFor()
    })
    assert.equal((await c.n.call('GET', `/imports/${id}`, { secret: c.n.admin })).status, 404)
  })

  test('the user who created a bulk job runs it, and sees the users that it did not change', {
    skip,
  }, async () => {
    const manager = await c.person('manager')
    const secret = await c.n.signIn(manager.username, manager.password)
    const user = await c.n.newUser({ display_name: 'To Disable' })
    const body = { action: 'disable', users: { ids: [user.id, 'f'.repeat(32)] } }
    const { id } = (await c.n.call('POST', '/bulk-jobs', { secret, body })).body
    await c.as(manager, 'jobs?tab=bulk', async (page) => {
      await page.getByRole('row').filter({ hasText: 'Disable' }).click()
      await page.getByText('0 of 2').first().waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Start' }).click()
      await page.getByText('Done.').waitFor()
      await page.getByText('2 of 2').first().waitFor()
      await page
        .getByRole('row')
        .filter({ hasText: 'f'.repeat(32) })
        .waitFor()
      await assertAccessible(page)
    })
    assert.equal((await c.ask('GET', `/users/${user.id}`)).status, 'disabled')
    // The earlier address.
    await c.as(undefined, `jobs/bulk/${id}`, async (page) => {
      await page.getByRole('heading', { level: 1, name: 'Bulk job: Disable' }).waitFor()
      await page.waitForURL(`${c.url}/bulk-jobs/${id}`)
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Download the errors' }).click()
      const csv = await readFile(await (await download).path(), 'utf8')
      assert.match(csv, new RegExp(`"2","${'f'.repeat(32)}","forbidden_by_rule",`))
      await page.getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
      await page.getByText('The record was deleted.').waitFor()
      assert.match(page.url(), /tab=bulk/)
    })
  })

  test('an administrator reads why the job of another user cannot be run', { skip }, async () => {
    const manager = await c.person('manager')
    const secret = await c.n.signIn(manager.username, manager.password)
    const body = { action: 'enable', users: { ids: [manager.id] } }
    const { id } = (await c.n.call('POST', '/bulk-jobs', { secret, body })).body
    await c.as(undefined, `bulk-jobs/${id}`, async (page) => {
      await page.getByText('Only the user who created this job can run it.').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Start' }).count(), 0)
    })
  })

  test('a failing run says what to do, and the job can be continued', { skip }, async () => {
    await c.as(undefined, 'account', async (page) => {
      // The job belongs to the user of the console, not of the one who signed in first.
      const { id } = await c.ask('POST', '/bulk-jobs', {
        action: 'enable',
        users: { ids: [(await c.n.newUser()).id] },
      })
      await page.route('**/run', (route) =>
        route.fulfill({
          status: 500,
          contentType: 'application/problem+json',
          body: JSON.stringify({ type: '/problems/internal_error', status: 500, title: 'x', detail: 'x' }),
        }),
      )
      await page.goto(`${c.url}/bulk-jobs/${id}`)
      await page.getByRole('button', { name: 'Start' }).click()
      await page.getByRole('alert').filter({ hasText: 'The server failed' }).waitFor()
      await page.unroute('**/run')
      await page.getByRole('button', { name: 'Start' }).click()
      await page.getByText('Done.').waitFor()
    })
  })

  test('a run continues while other pages are shown, and can be interrupted', { skip }, async () => {
    await c.as(undefined, 'account', async (page) => {
      const users = { ids: [(await c.n.newUser()).id] }
      const { id } = await c.ask('POST', '/bulk-jobs', { action: 'enable', users })
      let isHeld = true
      await page.route('**/run', (route) => (isHeld ? undefined : route.continue()))
      await page.goto(`${c.url}/bulk-jobs`)
      await page.waitForURL(`${c.url}/jobs?tab=bulk`)
      await page.getByRole('row').filter({ hasText: 'Waiting' }).first().click()
      await page.waitForURL(`${c.url}/bulk-jobs/${id}`)
      await page.getByRole('button', { name: 'Start' }).click()
      await page.getByRole('progressbar', { name: 'Progress' }).waitFor()
      await page.getByRole('link', { name: 'Bulk jobs', exact: true }).click()
      await page.getByRole('row').filter({ hasText: 'Running' }).click()
      await page.getByRole('button', { name: 'Interrupt' }).click()
      await page.getByText('Interrupted. What was processed stays').waitFor()
      isHeld = false
      await page.getByRole('button', { name: 'Start' }).click()
      await page.getByText('Done.').waitFor()
      assert.equal((await c.ask('GET', `/bulk-jobs/${id}`)).state, 'done')
    })
  })

  test('ordinary users are not offered jobs', { skip }, async () =>
    c.as(await c.person(), 'account', async (page) => {
      await page.getByRole('link', { name: 'Profile' }).waitFor()
      assert.equal(await page.getByRole('link', { name: 'Imports and bulk jobs' }).count(), 0)
    }),
  )
})
