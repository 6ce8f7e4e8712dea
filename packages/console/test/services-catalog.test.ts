import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Native, nativeClient } from '../../server/test/native.ts'
import { assertAccessible, type Console, inConsole, openConsole, signIn } from './console.ts'

inConsole('console: service catalog', (makePlace) => {
  let c: Console
  let n: Native
  before(async () => {
    c = await openConsole(await makePlace())
    n = await nativeClient(c.s)
  })
  after(() => c?.close())

  const create = async (path: string, body: object) => {
    const made = await c.s.call('POST', `/v3${path}`, { token: c.s.admin, body })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return Object.values(made.body)[0] as { id: string }
  }

  const anyService = async (): Promise<string> =>
    (await c.s.call('GET', '/v3/services', { token: c.s.admin })).body.services[0].id

  test('services and endpoints are created, changed, disabled and deleted', () =>
    c.visit(async (page) => {
      await c.open(page, '/catalog')
      await page.getByRole('gridcell', { name: 'identity' }).first().waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Create service' }).press('Enter')
      await page.getByLabel('Type').fill('compute')
      await page.getByLabel('Name').fill('nova')
      await assertAccessible(page)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'nova', level: 1 }).waitFor()
      await page.getByRole('button', { name: 'Create endpoint' }).click()
      await page.getByLabel('URL').fill('https://compute.test/$(project_id)s')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByRole('cell', { name: 'https://compute.test/$(project_id)s', exact: true }).waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Edit https://compute.test/$(project_id)s' }).click()
      await page.getByLabel('URL').fill('https://other.test')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('cell', { name: 'https://other.test', exact: true }).waitFor()
      await page.getByRole('button', { name: 'Disable' }).click()
      await page.getByText('nova was disabled.').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('nova was enabled.').waitFor()
      await page.getByRole('button', { name: 'Delete https://other.test' }).click()
      await page
        .getByRole('alertdialog', { name: /^Delete/ })
        .getByRole('button', { name: 'Delete' })
        .click()
      await page.getByRole('alertdialog', { name: /^Delete/ }).waitFor({ state: 'detached' })
      await page.getByText('There are no endpoints.').waitFor()
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      await page.getByText('The service nova and its 0 endpoints are deleted.').waitFor()
      await page
        .getByRole('alertdialog', { name: /^Delete/ })
        .getByRole('button', { name: 'Delete' })
        .click()
      await page.getByRole('heading', { name: 'Service catalog', level: 1 }).waitFor()
      const { body } = await c.s.call('GET', '/v3/services?type=compute', { token: c.s.admin })
      assert.deepEqual(body.services, [])
    }))

  test('a failed act keeps what was typed and can be tried again', () =>
    c.visit(async (page) => {
      await c.open(page, '/catalog')
      await page.getByRole('button', { name: 'Create service' }).click()
      await page.getByLabel('Type').fill('image')
      await page.route('**/v3/services', (route) =>
        route.request().method() === 'POST'
          ? route.fulfill({ status: 503, json: { error: { code: 503, message: 'busy', title: 'x' } } })
          : route.continue(),
      )
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByRole('alert').waitFor()
      assert.match((await page.getByRole('alert').textContent()) ?? '', /not available at the moment/)
      assert.equal(await page.getByLabel('Type').inputValue(), 'image')
      await page.unroute('**/v3/services')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByRole('heading', { name: 'image', level: 1 }).waitFor()
    }))

  test('regions form a tree', () =>
    c.visit(async (page) => {
      await c.open(page, '/catalog?tab=regions')
      await page.getByRole('button', { name: 'Create region' }).click()
      await page.getByLabel('ID').fill('north')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByRole('button', { name: 'Add a region below north' }).click()
      await page.getByLabel('ID').fill('north-1')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByRole('listitem').filter({ hasText: 'north' }).getByText('north-1').first().waitFor()
      await assertAccessible(page)
      await create('/endpoints', {
        endpoint: {
          service_id: await anyService(),
          region_id: 'north-1',
          interface: 'public',
          url: 'http://a',
        },
      })
      await page.getByRole('button', { name: 'Delete north', exact: true }).click()
      const confirm = page.getByRole('alertdialog', { name: 'Delete north' })
      await confirm.getByRole('button', { name: 'Delete' }).click()
      await confirm.getByRole('alert').waitFor()
      await confirm.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'Edit north-1' }).click()
      await page.getByLabel('Description').fill('First hall')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('First hall').waitFor()
    }))

  test('hostile names are shown as data, also dark and in Persian', () =>
    c.visit(
      async (page) => {
        await create('/services', {
          service: {
            type: 'x',
            name: '<img src=x onerror=alert(1)>\u202egnp',
            description: 'd'.repeat(10_000),
          },
        })
        await c.open(page, '/catalog')
        await page.evaluate(() => localStorage.setItem('muster.console.language', 'fa'))
        await page.reload()
        await page.getByRole('gridcell', { name: '<img src=x onerror=alert(1)>' }).click()
        await page.locator('h1', { hasText: '<img' }).waitFor()
        assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
        await assertAccessible(page)
      },
      { colorScheme: 'dark', viewport: { width: 390, height: 800 } },
    ))

  test('an address with a tab that does not exist shows the first tab', () =>
    c.visit(async (page) => {
      await page.goto(`${c.url}/catalog?tab=no-such-tab`)
      await signIn(page)
      await page.getByRole('tab', { name: 'Services', selected: true }).waitFor()
      await page.getByRole('gridcell', { name: 'identity' }).first().waitFor()
    }))

  test('a service is found, opened and changed by keyboard alone', () =>
    c.visit(async (page) => {
      await c.open(page, '/catalog')
      await page.getByRole('row').filter({ hasText: 'identity' }).waitFor()
      const isRow = async () => (await page.locator('[role=row]:focus').count()) > 0
      for (let steps = 0; steps < 40 && !(await isRow()); steps++) await page.keyboard.press('Tab')
      await page.keyboard.press('Home')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Edit', exact: true }).waitFor()
      await page.getByRole('button', { name: 'Edit', exact: true }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog', { name: /^Edit/ }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog', { name: /^Edit/ }).waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Edit', exact: true }).and(page.locator(':focus')).waitFor()
    }))

  test('a manager of a domain is not offered the catalog', () =>
    c.visit(async (page) => {
      const domain = await create('/domains', { domain: { name: 'acme' } })
      const user = await n.newUser({ domain_id: domain.id })
      const { roles } = (await c.s.call('GET', '/v3/roles?name=manager', { token: c.s.admin })).body
      await c.s.call('PUT', `/v3/domains/${domain.id}/users/${user.id}/roles/${roles[0].id}`, {
        token: c.s.admin,
      })
      await page.goto(`${c.url}/account`)
      await page.getByLabel('Domain').fill('acme')
      await signIn(page, user.username, user.password)
      await page.getByRole('navigation').getByRole('link', { name: 'Users', exact: true }).waitFor()
      assert.equal(await page.getByRole('link', { name: 'Service catalog' }).count(), 0)
    }))
})
