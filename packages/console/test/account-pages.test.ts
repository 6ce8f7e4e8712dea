import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { planOf } from '../../server/test/apis/native-objects.ts'
import { type Account, openAccount } from './account-fixture.ts'
import { assertAccessible, inConsole, skip } from './console.ts'

inConsole('the pages of the own account in the console', (makePlace) => {
  let c: Account
  before(async () => {
    if (!skip) c = await openAccount(await makePlace())
  })
  after(() => c?.close())

  test('an ordinary user finds the own pages, and no others', { skip }, async () =>
    c.visitAs(await c.n.newUser(), '', async (page) => {
      const links = await page.getByRole('navigation').getByRole('link').allTextContents()
      assert.deepEqual(links, [
        'Profile',
        'Security',
        'API keys',
        'Notifications',
        'My teams',
        'Plan and quotas',
      ])
      for (const name of links) {
        await page.getByRole('navigation').getByRole('link', { name }).click()
        await page.getByRole('heading', { level: 1, name }).waitFor()
        await page.getByRole('status').filter({ hasText: 'Loading' }).waitFor({ state: 'detached' })
        await assertAccessible(page)
      }
    }),
  )

  test('shows the plan with its quotas', { skip }, async () => {
    const user = await c.n.newUser()
    const plan = await c.ask('POST', '/plans', { ...planOf('default', 'basic'), storage: 12_345 })
    await c.ask('PUT', `/users/${user.id}/plan`, { plan_id: plan.id })
    await c.visitAs(user, '/plan', async (page) => {
      await page.getByRole('row', { name: 'Storage 12,345' }).waitFor()
      await assertAccessible(page)
    })
  })

  test('the pages are accessible in dark and in Persian, and fit a narrow screen', { skip }, async () => {
    const { user, project, secret } = await c.newDeveloper()
    const scope = { type: 'project', id: project }
    await c.ask('POST', '/api-keys', { name: 'x'.repeat(200), scope }, secret)
    await c.visitAs(user, '', async (page) => {
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.setViewportSize({ width: 390, height: 800 })
      await page.evaluate(() => localStorage.setItem('muster.console.language', 'fa'))
      for (const path of ['', '/security', '/keys', '/notifications', '/teams', '/plan']) {
        await page.goto(`${c.url}/account${path}`)
        await page.locator('main#content h1').waitFor()
        await assertAccessible(page)
        const wider = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
        assert.equal(wider, false, path)
      }
    })
  })
})
