import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, type Console, inConsole, openConsole, signInAgain } from './console.ts'

const rules = [
  { local: [{ group: { id: 'staff' } }], remote: [{ type: 'kind', any_one_of: ['employee'] }] },
  {
    local: [{ user: { name: '{0}' }, groups: '{1}', domain: { name: 'Partners' } }],
    remote: [{ type: 'name' }, { type: 'groups' }],
  },
]

inConsole('console: federation', (makePlace) => {
  let c: Console
  before(async () => {
    c = await openConsole(await makePlace())
  })
  after(() => c?.close())

  test('a mapping is tested before it is saved, and changed', () =>
    c.visit(async (page) => {
      await c.open(page, '/federation?tab=mappings')
      await page.getByText('There are no mappings yet.').waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Create mapping' }).click()
      await page.getByRole('heading', { name: 'Create mapping' }).waitFor()
      const text = page.getByRole('textbox', { name: 'Rules' })
      await text.fill('[')
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      await page.getByText('This is not valid JSON').first().waitFor()
      await text.fill(JSON.stringify(rules))
      await page.getByRole('button', { name: /Version of the mapping language/ }).click()
      await page.getByRole('option', { name: '2.0' }).click()
      const assertion = page.getByRole('textbox', { name: 'Assertion' })
      await assertion.fill(JSON.stringify({ name: 'ada', groups: ['one', 'two'] }))
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      await page.getByText('ada (Partners)').waitFor()
      await page.getByText('one (Partners), two (Partners)').waitFor()
      const traced = page.getByRole('list', { name: 'Matching rules' }).getByRole('listitem')
      assert.match((await traced.nth(0).textContent()) ?? '', /Rule 1 does not match.*kind.* is absent/)
      assert.match((await traced.nth(1).textContent()) ?? '', /Rule 2 matches gives the user/)
      await assertAccessible(page)
      await assertion.fill('{"name": "ada"}')
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      await page.getByText('No rule of the mapping matches the assertion.').waitFor()
      await page.getByLabel('ID').fill('partners')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByRole('heading', { name: 'partners', level: 1 }).waitFor()
      await text.fill('[{"local": [], "remote": [{}]}]')
      await page.getByRole('button', { name: 'Save' }).click()
      assert.match((await page.getByRole('alert').first().textContent()) ?? '', /rules\[0\]/)
      await text.fill(JSON.stringify(rules.slice(1)))
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('partners was changed.').waitFor()
      const stored = await c.s.call('GET', '/v3/OS-FEDERATION/mappings/partners', { token: c.s.admin })
      assert.deepEqual(stored.body.mapping.rules, rules.slice(1))
    }))

  test('providers and their protocols are created, changed, disabled and deleted', () =>
    c.visit(async (page) => {
      await c.open(page, '/federation')
      await page.getByRole('button', { name: 'Create identity provider' }).click()
      const dialog = page.getByRole('dialog', { name: /^(Create|Edit)/ })
      await dialog.getByRole('button', { name: 'Create' }).click()
      await dialog.getByText('Fill in this field.').waitFor()
      await dialog.getByLabel('ID', { exact: true }).fill('keycloak')
      await dialog.getByLabel('Remote IDs').fill('https://id.test\n\nhttps://other.test')
      await assertAccessible(page)
      await dialog.getByRole('button', { name: 'Create' }).click()
      await page.getByRole('heading', { name: 'keycloak', level: 1 }).waitFor()
      await page.getByText('https://id.test, https://other.test').waitFor()
      await page.getByRole('button', { name: 'Create protocol' }).click()
      await dialog.getByLabel('Protocol').fill('openid')
      await dialog.getByRole('button', { name: /Mapping/ }).click()
      await page.getByRole('option', { name: 'partners' }).click()
      await dialog.getByRole('button', { name: 'Create' }).click()
      await page.getByRole('link', { name: 'partners' }).waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Edit openid' }).click()
      await dialog.getByLabel('Attribute with the remote ID').fill('HTTP_OIDC_ISS')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('cell', { name: 'HTTP_OIDC_ISS' }).waitFor()
      await page.getByRole('button', { name: 'Disable' }).click()
      const confirm = page.getByRole('alertdialog', { name: /^(Disable|Delete)/ })
      await confirm.getByText('Users of keycloak cannot sign in').waitFor()
      await confirm.getByRole('button', { name: 'Disable' }).click()
      await page.getByText('keycloak was disabled.').waitFor()
      await page.getByRole('button', { name: 'Delete openid' }).click()
      await confirm.getByRole('button', { name: 'Delete' }).click()
      await page.getByText('There are no protocols.').waitFor()
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      await confirm.getByRole('button', { name: 'Delete' }).click()
      await page.getByText('There are no identity providers yet.').waitFor()
    }))

  test('a taken id keeps the form, and a lost session does too', () =>
    c.visit(async (page) => {
      const path = '/v3/OS-FEDERATION/identity_providers/taken'
      const body = { identity_provider: { domain_id: 'default' } }
      assert.equal((await c.s.call('PUT', path, { token: c.s.admin, body })).status, 201)
      await c.open(page, '/federation')
      await page.getByRole('button', { name: 'Create identity provider' }).click()
      const dialog = page.getByRole('dialog', { name: /^(Create|Edit)/ })
      await dialog.getByLabel('ID', { exact: true }).fill('taken')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await dialog.getByRole('alert').waitFor()
      assert.equal(await dialog.getByLabel('ID', { exact: true }).inputValue(), 'taken')
      await page.context().clearCookies()
      await dialog.getByLabel('ID', { exact: true }).fill('other')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await signInAgain(page)
      assert.equal(await dialog.getByLabel('ID', { exact: true }).inputValue(), 'other')
    }))

  test('a reader of the system sees mappings and cannot change them', () =>
    c.visit(
      async (page) => {
        const user = { user: { name: 'auditor', domain_id: 'default', password: 'phrase of an auditor' } }
        const made = await c.s.call('POST', '/v3/users', { token: c.s.admin, body: user })
        const { roles } = (await c.s.call('GET', '/v3/roles?name=reader', { token: c.s.admin })).body
        const grant = `/v3/system/users/${made.body.user.id}/roles/${roles[0].id}`
        assert.equal((await c.s.call('PUT', grant, { token: c.s.admin })).status, 204)
        await c.open(page, '/federation/mappings/partners', 'auditor', 'phrase of an auditor')
        await page.getByRole('heading', { name: 'partners', level: 1 }).waitFor()
        assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0)
        assert.equal(await page.getByRole('button', { name: 'Delete' }).count(), 0)
        await assertAccessible(page)
        await page.evaluate(() => localStorage.setItem('muster.console.language', 'fa'))
        await page.reload()
        await page.getByRole('heading', { name: 'partners', level: 1 }).waitFor()
        await assertAccessible(page)
      },
      { colorScheme: 'dark' },
    ))
})
