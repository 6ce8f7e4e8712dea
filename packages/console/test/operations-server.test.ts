import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { claimMessages } from '../../server/src/core/messaging/mail/claim-messages.ts'
import { markFailed } from '../../server/src/core/messaging/mail/mark-message.ts'
import { assertAccessible, inConsole, skip } from './console.ts'
import { type Operations, openOperations } from './operations-fixture.ts'

const operator = { kind: 'operator' } as const
const source = { api: 'test', requestId: 'test' }

inConsole('email and the server in the console', (makePlace) => {
  let c: Operations
  before(async () => {
    if (skip) return
    c = await openOperations(await makePlace(), {
      MUSTER_FEDERATION_FRONT_SERVER_SECRET: 'a secret of the front server, long',
      MUSTER_TOKEN_LIFETIME: '1800',
    })
  })
  after(() => c?.close())

  /** An invitation whose email could not be sent. */
  const deadMail = async (email: string, error: string) => {
    await c.ask('POST', '/invitations', { username: email, email })
    const { core } = c.s.muster
    for (const { message, lease } of await core.run(claimMessages, { limit: 10 }, operator, source))
      await core.run(markFailed, { message, lease, error, nextAttemptAt: undefined }, operator, source)
  }

  test('a dead email is shown with its error, and sent again', { skip }, async () => {
    await deadMail('lost@example.com', `no such mailbox <b>${'x'.repeat(2000)}</b>`)
    await c.as(undefined, 'mail', async (page) => {
      await page.getByRole('button', { name: 'State' }).click()
      await page.getByRole('option', { name: 'Failed' }).click()
      await page.waitForURL(/state=dead/)
      const row = page.getByRole('row').filter({ hasText: 'lost@example.com' })
      await row.waitFor()
      await assertAccessible(page)
      await row.focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog', { name: 'Invitation' })
      await dialog.getByText(/no such mailbox <b>/).waitFor()
      await assertAccessible(page)
      await dialog.getByRole('button', { name: 'Send now' }).click()
      await page.getByText('The email to lost@example.com is sent now.').waitFor()
      await page.getByText('There is no email.').waitFor()
      const [sent] = (await c.s.sentEmails()).filter(({ to }) => to === 'lost@example.com')
      assert.ok(sent)
    })
  })

  test('an email that was sent meanwhile is not sent twice', { skip }, async () => {
    await deadMail('twice@example.com', 'no such mailbox')
    await c.as(undefined, 'mail', async (page) => {
      await page.getByRole('row').filter({ hasText: 'twice@example.com' }).click()
      const { messages } = await c.ask('GET', '/messages?state=dead')
      await c.ask('POST', `/messages/${messages[0].id}/retry`)
      await c.s.sentEmails()
      await page.getByRole('button', { name: 'Send now' }).click()
      await page.getByRole('alert').filter({ hasText: 'already been sent' }).waitFor()
      assert.equal((await c.s.sentEmails()).filter(({ to }) => to === 'twice@example.com').length, 1)
    })
  })

  test('a manager sees the email of the domain, a reader is not offered it', { skip }, async () => {
    await c.as(await c.person('manager'), 'mail', (page) =>
      page.getByRole('row').filter({ hasText: 'lost@example.com' }).waitFor(),
    )
    await c.as(await c.person('reader'), 'mail', async (page) => {
      await page.getByRole('alert').filter({ hasText: 'You may not do this.' }).waitFor()
      assert.equal(await page.getByRole('link', { name: 'Email' }).count(), 0)
    })
  })

  test('shows the health and the keys of the server', { skip }, () =>
    c.as(undefined, 'server', async (page) => {
      const database = page.getByRole('region', { name: 'Database' })
      await database.getByText('Works').waitFor()
      await database.getByText(c.s.muster.store.dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL').waitFor()
      await page.getByRole('row').filter({ hasText: 'Encryption of tokens (Fernet)' }).waitFor()
      await assertAccessible(page)
      await page.getByRole('region', { name: 'Email' }).getByRole('link').nth(1).click()
      await page.getByRole('heading', { level: 1, name: 'Email' }).waitFor()
      assert.match(page.url(), /state=dead/)
    }),
  )

  test('lists the settings with their source, and no secret', { skip }, () =>
    c.as(undefined, 'server', async (page) => {
      await page.getByRole('tab', { name: 'Settings' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('row').filter({ hasText: 'session_idle_limit' }).getByText('Default').waitFor()
      await assertAccessible(page)
      await page.getByLabel('Search settings').fill('federation_front')
      const row = page.getByRole('row').filter({ hasText: 'federation_front_server_secret' })
      await row.getByText('Set, not shown').waitFor()
      await page.getByLabel('Search settings').fill('')
      await page.getByText('Only settings that were set').click()
      await page.waitForURL(/changed=true/)
      await page.getByRole('row').filter({ hasText: 'token_lifetime' }).getByText('1800').waitFor()
      assert.equal(await page.getByRole('row').filter({ hasText: 'session_idle_limit' }).count(), 0)
      assert.ok(!(await page.content()).includes('a secret of the front server'))
    }),
  )

  test('only those who administer or read the system are offered the server', { skip }, async () =>
    c.as(await c.person('manager'), 'server', async (page) => {
      await page.getByRole('alert').filter({ hasText: 'You may not do this.' }).waitFor()
      assert.equal(await page.getByRole('link', { name: 'Server', exact: true }).count(), 0)
    }),
  )
})
