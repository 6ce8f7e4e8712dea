import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, inConsole, signInAgain, skip } from './console.ts'
import { type Operations, openOperations } from './operations-fixture.ts'

inConsole('the event log in the console', (makePlace) => {
  let c: Operations
  before(async () => {
    if (skip) return
    c = await openOperations(await makePlace())
  })
  after(() => c?.close())

  test('filters by kind, in the address, and names the users', { skip }, () =>
    c.as(undefined, 'events', async (page) => {
      const user = await c.n.newUser({ display_name: 'Ada Lovelace' })
      await page.getByRole('grid', { name: 'Event log' }).waitFor()
      await assertAccessible(page)
      await page.getByRole('combobox', { name: 'Kind', exact: true }).fill('user.created')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Apply' }).click()
      await page.waitForURL(/kind=user\.created/)
      const row = page.getByRole('row').filter({ hasText: 'Ada Lovelace' })
      await row.waitFor()
      assert.equal(await page.getByRole('gridcell', { name: 'session.opened' }).count(), 0)
      // The whole condition is in the address.
      await page.reload()
      await row.waitFor()
      assert.equal(
        await page.getByRole('combobox', { name: 'Kind', exact: true }).inputValue(),
        'user.created',
      )
      await page.goto(`${c.url}/events?subject_id=${user.id}&until=2020-01-01T00:00:00Z`)
      await page.getByText('No event matches.').waitFor()
      await page.getByRole('button', { name: 'Clear' }).click()
      await page.getByRole('gridcell', { name: 'session.opened' }).first().waitFor()
    }),
  )

  test('opens an event by keyboard and leads on to its actor', { skip }, () =>
    c.as(undefined, 'events?kind=user.created', async (page) => {
      const first = page.getByRole('row').nth(1)
      await first.waitFor()
      await first.focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: 'user.created' }).waitFor()
      await page.getByText('A user was created.').waitFor()
      await page.getByRole('link', { name: 'admin' }).waitFor()
      await assertAccessible(page)
      await page.getByRole('link', { name: 'All events of this actor' }).click()
      await page.waitForURL(/actor_id=/)
      await page.getByRole('gridcell', { name: 'user.created' }).first().waitFor()
    }),
  )

  test('follows new events, holds them while a row has the focus, and pauses', { skip }, () =>
    c.as(undefined, 'events?kind=user.*', async (page) => {
      await page.getByRole('row').nth(1).waitFor()
      await page.getByRole('button', { name: 'Follow' }).click()
      await page.waitForURL(/live=true/)
      await page.getByRole('status').filter({ hasText: 'New events appear at the top.' }).waitFor()
      await c.n.newUser({ display_name: 'Grace Hopper' })
      await page.getByRole('row').nth(1).filter({ hasText: 'Grace Hopper' }).waitFor()
      await page.getByRole('row').nth(1).focus()
      await c.n.newUser({ display_name: 'Held Back' })
      await page.getByRole('button', { name: 'Show 1 new event' }).waitFor()
      await assertAccessible(page)
      assert.equal(await page.getByRole('row').filter({ hasText: 'Held Back' }).count(), 0)
      await page.getByRole('button', { name: 'Show 1 new event' }).click()
      await page.getByRole('row').nth(1).filter({ hasText: 'Held Back' }).waitFor()
      await page.getByRole('button', { name: 'Pause' }).click()
      await page.getByRole('button', { name: 'Follow' }).waitFor()
      assert.ok(!page.url().includes('live'))
    }),
  )

  test('a missing event says so', { skip }, () =>
    c.as(undefined, 'events/999999999', async (page) => {
      await page.getByRole('alert').filter({ hasText: 'no longer exists' }).waitFor()
      await assertAccessible(page)
    }),
  )

  test('a failing server is named, and the list comes when it is back', { skip }, () =>
    c.as(undefined, 'account', async (page) => {
      await page.route('**/api/v1/events?*', (route) =>
        route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            type: '/problems/database_unavailable',
            status: 503,
            title: 'x',
            detail: 'x',
          }),
        }),
      )
      await page.getByRole('link', { name: 'Event log' }).click()
      await page.getByRole('alert').filter({ hasText: 'not available at the moment' }).waitFor()
      await assertAccessible(page)
      await page.unroute('**/api/v1/events?*')
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.getByRole('row').nth(1).waitFor()
    }),
  )

  test('after a lost session, signing in again shows the event', { skip }, () =>
    c.as(undefined, 'events?kind=user.created', async (page) => {
      await page.getByRole('row').nth(1).waitFor()
      // A request for a name after the loss would open the dialog before the click.
      await page.waitForLoadState('networkidle')
      await page.context().clearCookies()
      await page.getByRole('row').nth(1).click()
      await signInAgain(page)
      await page.getByRole('heading', { level: 1, name: /user\.created/ }).waitFor()
    }),
  )

  test('readers of a domain see its events, ordinary users are not offered the log', { skip }, async () => {
    const domain = await c.n.newDomain()
    await c.as(await c.person('reader'), 'events', async (page) => {
      await page.getByRole('gridcell', { name: 'user.created' }).first().waitFor()
      assert.equal(await page.getByRole('row').filter({ hasText: domain.id }).count(), 0)
      assert.equal(await page.getByRole('link', { name: 'Webhooks' }).count(), 0)
      assert.equal(await page.getByRole('link', { name: 'Server', exact: true }).count(), 0)
    })
    await c.as(await c.person(), 'events', async (page) => {
      await page.getByRole('alert').filter({ hasText: 'You may not do this.' }).waitFor()
      assert.equal(await page.getByRole('link', { name: 'Event log' }).count(), 0)
      await assertAccessible(page)
    })
  })
})
