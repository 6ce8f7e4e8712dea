import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, type Console, inConsole, openConsole } from './console.ts'

inConsole('console: limits, policies and the endpoint filter', (makePlace) => {
  let c: Console
  before(async () => {
    c = await openConsole(await makePlace())
    const token = c.s.admin
    const { body } = await c.s.call('POST', '/v3/services', {
      token,
      body: { service: { type: 'compute', name: 'nova' } },
    })
    await c.s.call('POST', '/v3/endpoints', {
      token,
      body: {
        endpoint: { service_id: body.service.id, interface: 'public', url: 'https://compute.test' },
      },
    })
    for (const name of ['web shop', 'warehouse'])
      await c.s.call('POST', '/v3/projects', { token, body: { project: { name } } })
  })
  after(() => c?.close())

  test('default limits and limits of projects are created, changed and deleted', () =>
    c.visit(async (page) => {
      await c.open(page, '/limits')
      await page.getByText('Enforcement model:').waitFor()
      await page.getByText('There are no limits.').waitFor()
      await assertAccessible(page)
      const dialog = page.getByRole('dialog', { name: /^(Create|Edit)/ })
      await page.getByRole('button', { name: 'Create default limit' }).click()
      await dialog.getByRole('button', { name: /Service/ }).click()
      await page.getByRole('option', { name: 'nova' }).click()
      await dialog.getByLabel('Resource').fill('servers')
      await dialog.getByLabel('Limit').fill('many')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await dialog.getByText('Enter a whole number of at least -1.').waitFor()
      await dialog.getByLabel('Limit').fill('-1')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await page.getByRole('gridcell', { name: 'Unlimited' }).waitFor()
      await page.getByRole('row').filter({ hasText: 'servers' }).focus()
      await page.keyboard.press('Enter')
      await dialog.getByLabel('Limit').fill('10')
      await assertAccessible(page)
      await page.keyboard.press('Enter')
      await page.getByRole('gridcell', { name: '10', exact: true }).waitFor()

      await page.getByRole('tab', { name: 'Limits of projects and domains' }).click()
      await page.getByRole('button', { name: 'Create limit' }).click()
      await dialog.getByRole('button', { name: /Resource/ }).click()
      await page.getByRole('option', { name: 'servers (nova)' }).click()
      await dialog.getByRole('combobox', { name: 'Project' }).pressSequentially('shop')
      await page.getByRole('option', { name: 'web shop' }).click()
      await dialog.getByLabel('Limit', { exact: true }).fill('25')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await page.getByRole('gridcell', { name: 'web shop' }).waitFor()
      await assertAccessible(page)
      const { body } = await c.s.call('GET', '/v3/limits', { token: c.s.admin })
      assert.deepEqual(
        body.limits.map((one: { resource_limit: number }) => one.resource_limit),
        [25],
      )
      await page.getByRole('gridcell', { name: 'web shop' }).click()
      await dialog.getByRole('button', { name: 'Delete' }).click()
      const confirm = page.getByRole('alertdialog', { name: 'Delete servers' })
      await confirm.getByRole('button', { name: 'Delete' }).click()
      await page.getByText('There are no limits.').waitFor()

      await c.s.call('POST', '/v3/domains', { token: c.s.admin, body: { domain: { name: 'Partner shops' } } })
      await page.getByRole('button', { name: 'Create limit' }).click()
      await dialog.getByRole('button', { name: /Resource/ }).click()
      await page.getByRole('option', { name: 'servers (nova)' }).click()
      await dialog.getByRole('button', { name: /Project or domain/ }).click()
      await page.getByRole('option', { name: 'Domain' }).click()
      await dialog.getByLabel('Limit', { exact: true }).fill('5')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await dialog.getByRole('alert').first().waitFor()
      await dialog.getByRole('combobox', { name: 'Domain' }).pressSequentially('tner sh')
      await page.getByRole('option', { name: 'Partner shops' }).click()
      await assertAccessible(page)
      await dialog.getByRole('button', { name: 'Create' }).click()
      await page.getByRole('gridcell', { name: 'Partner shops' }).waitFor()
    }))

  test('policies are created, associated, changed and deleted', () =>
    c.visit(async (page) => {
      await c.open(page, '/policies')
      await page.getByText('There are no policies yet.').waitFor()
      await assertAccessible(page)
      const dialog = page.getByRole('dialog', { name: /^(Create|Edit|Associate|Remove)/ })
      await page.getByRole('button', { name: 'Create policy' }).click()
      await dialog.getByLabel('Content').fill('{"<b>": "rule"}')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await page.getByText('{"<b>": "rule"}').waitFor()
      await page.getByText('There are no endpoints.').waitFor()
      await page.getByRole('button', { name: 'Associate' }).click()
      await dialog.getByRole('button', { name: /Associate with/ }).click()
      await page.getByRole('option', { name: 'A service', exact: true }).click()
      await dialog.getByRole('button', { name: /^.*Service$/ }).click()
      await page.getByRole('option', { name: 'nova' }).click()
      await dialog.getByRole('button', { name: 'Associate', exact: true }).click()
      await page.getByRole('cell', { name: 'https://compute.test' }).waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Edit' }).click()
      await dialog.getByLabel('Content').fill('changed')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await page.locator('pre').getByText('changed', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Delete' }).click()
      const confirm = page.getByRole('alertdialog', { name: 'Delete Policy' })
      await confirm.getByRole('button', { name: 'Delete' }).click()
      await page.getByText('There are no policies yet.').waitFor()
    }))

  test('endpoint groups and endpoints are added to projects and removed', () =>
    c.visit(async (page) => {
      await c.open(page, '/endpoint-filter')
      await page.getByText('There are no endpoint groups yet.').waitFor()
      const dialog = page.getByRole('dialog', { name: /^(Create|Edit|Add)/ })
      await page.getByRole('button', { name: 'Create endpoint group' }).click()
      await dialog.getByLabel('Name').fill('public ones')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await dialog.getByText('Choose at least one filter.').waitFor()
      await dialog.getByRole('button', { name: /Service/ }).click()
      await page.getByRole('option', { name: 'nova' }).click()
      await dialog.getByRole('button', { name: 'Create' }).click()
      await page.getByRole('heading', { name: 'public ones' }).waitFor()
      await page.getByRole('cell', { name: 'https://compute.test' }).waitFor()
      await page.getByRole('button', { name: 'Add project' }).click()
      await dialog.getByRole('combobox', { name: 'Project' }).pressSequentially('ware')
      await page.getByRole('option', { name: 'warehouse' }).click()
      await dialog.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByRole('link', { name: 'warehouse' }).waitFor()
      await assertAccessible(page)
      await page.getByRole('link', { name: 'warehouse' }).click()
      await page.getByRole('link', { name: 'public ones' }).waitFor()
      await page.getByRole('heading', { name: 'warehouse' }).waitFor()
      await page.getByRole('cell', { name: 'https://compute.test', exact: true }).waitFor()
      await page.getByRole('button', { name: 'Add endpoint' }).click()
      await dialog.getByRole('button', { name: /Endpoint/ }).click()
      await page.getByRole('option', { name: 'https://compute.test' }).click()
      await dialog.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByText('Endpoint was added.').waitFor()
      await assertAccessible(page)
      await page.getByRole('link', { name: 'public ones' }).click()
      await page.getByRole('button', { name: 'Remove warehouse' }).click()
      const confirm = page.getByRole('alertdialog', { name: /^(Remove|Delete)/ })
      await confirm.getByRole('button', { name: 'Remove' }).click()
      await page.getByText('No project has this group.').waitFor()
      await page.getByRole('button', { name: 'Delete' }).click()
      await confirm.getByRole('button', { name: 'Delete' }).click()
      await page.getByText('There are no endpoint groups yet.').waitFor()
    }))
})
