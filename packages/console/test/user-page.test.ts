import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, inConsole, signIn, skip } from './console.ts'
import { openUserConsole, type UserConsole } from './user-fixture.ts'

const tabs = [
  'Profile',
  'Roles',
  'Projects',
  'Groups',
  'Sign-in',
  'API keys',
  'Trusts',
  'Plan',
  'Documents',
  'Notifications',
  'Metadata',
  'History',
]

const quotas = Object.fromEntries(
  ['storage', 'concurrent_tasks', 'daily_api_calls', 'monthly_api_calls']
    .concat(['daily_traffic', 'monthly_traffic', 'daily_process', 'monthly_process'])
    .map((name) => [name, 1000]),
)

if (skip) test('the page of a user', { skip }, () => undefined)
else
  inConsole('the page of a user', (makePlace) => {
    let c: UserConsole
    let id: string
    before(async () => {
      c = await openUserConsole(await makePlace())
      const user = await c.n.newUser({
        username: 'ada',
        display_name: 'Ada ‮<b>Lovelace</b>',
        email: 'ada@example.org',
      })
      id = user.id
      const project = await c.ask('POST', '/projects', { name: 'apollo' })
      await c.ask('POST', '/projects', { name: 'lander', parent_id: project.id })
      const group = await c.ask('POST', '/groups', { name: 'engineers', description: 'x'.repeat(10_000) })
      await c.ask('PUT', `/groups/${group.id}/members/${id}`)
      await c.ask('PUT', `/groups/${group.id}/roles/${await c.roleId('member')}?scope=project:${project.id}`)
      await c.ask(
        'PUT',
        `/users/${id}/roles/${await c.roleId('manager')}?scope=project:${project.id}&inherited=true`,
      )
      await c.ask('PUT', `/users/${id}/roles/${await c.roleId('reader')}?scope=project:${project.id}`)
      await c.ask('POST', `/users/${id}/documents`, { title: 'A note', content: '<script>alert(1)</script>' })
      const plan = await c.ask('POST', '/plans', { name: 'gold', number_of_days: 30, ...quotas })
      await c.ask('PUT', `/users/${id}/plan`, { plan_id: plan.id })
      await c.n.signIn(user.username, user.password)
    })
    after(() => c?.close())

    test('every part has a tab that the address keeps, and is accessible', () =>
      c.visit(async (page) => {
        await c.open(page, `/users/${id}`)
        for (const name of tabs) {
          await page.getByRole('tab', { name, exact: true }).click()
          await page.getByRole('tabpanel', { name }).locator('> :not([aria-busy])').first().waitFor()
          await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
          await assertAccessible(page)
        }
        assert.match(page.url(), /\?tab=history$/)
        await page.reload()
        await page.getByRole('tab', { name: 'History', selected: true }).waitFor()
        await page.goBack()
        await page.getByRole('tab', { name: 'Metadata', selected: true }).waitFor()
      }))

    test('no part scrolls sideways on a narrow screen, and dark parts are accessible', () =>
      c.visit(
        async (page) => {
          await c.open(page, `/users/${id}`)
          for (const name of tabs) {
            await page.getByRole('tab', { name, exact: true }).click()
            await page.getByRole('tabpanel', { name }).locator('> :not([aria-busy])').first().waitFor()
            await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
            if (['Roles', 'History'].includes(name)) await assertAccessible(page)
            const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
            assert.ok(width <= 390, `${name}: ${width}`)
          }
        },
        { colorScheme: 'dark', viewport: { width: 390, height: 800 } },
      ))

    test('the page is Persian from right to left', () =>
      c.visit(async (page) => {
        await page.addInitScript(() => localStorage.setItem('muster.console.language', 'fa'))
        await page.goto(`${c.url}/users/${id}?tab=roles`)
        await page.locator('input').first().fill('admin')
        await page.locator('input[type="password"]').fill('correct horse battery')
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { name: 'apollo' }).waitFor()
        assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
        await assertAccessible(page)
        await page.getByRole('tab', { name: 'تاریخچه' }).click()
        await page.getByText('user.created').waitFor()
        await assertAccessible(page)
      }))

    test('values are shown as text', () =>
      c.visit(async (page) => {
        await c.open(page, `/users/${id}?tab=documents`)
        assert.equal(await page.locator('h1 b').count(), 0)
        await page.getByRole('button', { name: 'Show “A note”' }).click()
        await page.getByRole('dialog').getByText('<script>alert(1)</script>').waitFor()
        await assertAccessible(page)
      }))

    test('a manager changes the user; a reader of the domain only reads', async () => {
      const { id: domainId } = await c.ask('POST', '/domains', { name: 'branch' })
      const member = await c.n.newUser({ domain_id: domainId, username: 'bob' })
      for (const role of ['manager', 'reader']) {
        const { id: userId } = await c.n.newUser({
          domain_id: domainId,
          username: role,
          password: 'phrase of staff',
        })
        await c.ask('PUT', `/users/${userId}/roles/${await c.roleId(role)}?scope=domain:${domainId}`)
      }
      const openAs = (username: string, work: Parameters<UserConsole['visit']>[0]) =>
        c.visit(async (page) => {
          await page.goto(`${c.url}/users/${member.id}`)
          await page.getByLabel('Domain').fill('branch')
          await signIn(page, username, 'phrase of staff')
          await page.getByRole('heading', { name: 'bob' }).waitFor()
          await work(page)
        })
      await openAs('manager', async (page) => {
        await page.getByLabel('Display name').fill('Bob')
        await page.getByRole('button', { name: 'Save' }).click()
        await page.getByRole('heading', { name: 'Bob', exact: true }).waitFor()
        await page.getByRole('tab', { name: 'Roles' }).click()
        await page.getByRole('button', { name: 'Grant a role' }).click()
        await page.getByRole('button', { name: 'Where' }).click()
        assert.deepEqual(await page.getByRole('option').allTextContents(), ['A project', 'A domain'])
      })
      await openAs('reader', async (page) => {
        assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0)
        assert.equal(await page.getByRole('button', { name: 'Actions' }).count(), 0)
        assert.equal(await page.getByRole('tab', { name: 'Sign-in' }).count(), 0)
        await page.getByRole('tab', { name: 'Roles' }).click()
        await page.getByText('The user has no roles.').waitFor()
        assert.equal(await page.getByRole('button', { name: 'Grant a role' }).count(), 0)
        await assertAccessible(page)
      })
    })

    test('a user without roles sees itself and no other user', async () => {
      const eve = await c.n.newUser({ username: 'eve', password: 'phrase of eve' })
      await c.visit(async (page) => {
        await c.open(page, `/users/${eve.id}`, 'eve', 'phrase of eve')
        await page.getByRole('heading', { name: 'eve' }).waitFor()
        assert.equal(await page.getByRole('tab', { name: 'Roles' }).count(), 0)
        await page.goto(`${c.url}/users/${id}`)
        await page.getByRole('alert').getByText('You may not do this.').waitFor()
      })
    })

    test('a missing user has a page that says so', () =>
      c.visit(async (page) => {
        await c.open(page, '/users/unknown')
        await page.getByRole('heading', { name: 'No such user' }).waitFor()
        await assertAccessible(page)
      }))
  })
