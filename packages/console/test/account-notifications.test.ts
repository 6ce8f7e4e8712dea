import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Account, hostile, openAccount } from './account-fixture.ts'
import { assertAccessible, inConsole, skip } from './console.ts'

inConsole('the own notifications in the console', (makePlace) => {
  let c: Account
  before(async () => {
    if (!skip) c = await openAccount(await makePlace())
  })
  after(() => c?.close())

  test('reads notifications, and changes what one is notified of', { skip }, async () => {
    const user = await c.n.newUser()
    const secret = await c.n.signIn(user.username, user.password)
    await c.ask('PATCH', '/me/notification-preferences', { channels: { web_ui: true } }, secret)
    for (const title of ['First', 'Second'])
      await c.ask('POST', '/notifications', {
        user_id: user.id,
        type: 'comment_mention',
        title,
        body: hostile,
        link: 'https://example.org/comments/7',
      })
    await c.visitAs(user, '/notifications', async (page) => {
      await page.locator('main').getByText('2 unread notifications').waitFor()
      const link = page.getByRole('navigation').getByRole('link', { name: /^Notifications/ })
      await link.getByText('2', { exact: true }).waitFor()
      assert.equal(await link.getAttribute('href'), '/console/account/notifications')
      await assertAccessible(page)
      const first = page.getByRole('article', { name: 'First' })
      assert.equal(await first.getByRole('link').getAttribute('rel'), 'noopener noreferrer')
      await first.getByRole('button', { name: 'Mark as read' }).click()
      await link.getByText('1', { exact: true }).waitFor()
      await page.locator('main').getByText('1 unread notification').waitFor()
      await first.getByRole('button', { name: 'Mark as unread' }).click()
      await page.getByRole('button', { name: 'Mark all as read' }).click()
      await page.getByText('0 unread notifications').waitFor()
      assert.equal((await link.textContent())?.trim(), 'Notifications')
      await first.getByRole('button', { name: 'Delete' }).click()
      await first.waitFor({ state: 'detached' })
      await page.getByRole('tab', { name: 'Preferences' }).click()
      await page.getByText('In the inbox of this console').click()
      await page.getByText('Saved', { exact: true }).waitFor()
      assert.match(page.url(), /tab=preferences/)
      await assertAccessible(page)
      const { channels } = await c.ask('GET', '/me/notification-preferences', undefined, secret)
      assert.equal(channels.web_ui, false)
    })
  })
})
