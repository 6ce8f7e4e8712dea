import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { entries, ldapOptions } from '../../server/test/directory-entries.ts'
import { type LdapServer, startLdapServer } from '../../server/test/ldap-server.ts'
import { assertAccessible, type Console, inConsole, openConsole } from './console.ts'

inConsole('console: domain configuration', (makePlace) => {
  let c: Console
  let ldap: LdapServer
  let domainId: string
  before(async () => {
    c = await openConsole(await makePlace(), { MUSTER_DIRECTORY_ALLOWED_NETWORKS: '127.0.0.0/8' })
    ldap = await startLdapServer(entries())
    const body = { domain: { name: 'company' } }
    domainId = (await c.s.call('POST', '/v3/domains', { token: c.s.admin, body })).body.domain.id
  })
  after(async () => {
    await ldap?.close()
    await c?.close()
  })

  test('a directory is tested, saved, used and removed', () =>
    c.visit(async (page) => {
      await c.open(page, '/domain-configuration')
      await assertAccessible(page)
      await page.getByRole('gridcell', { name: 'company' }).click()
      await page.getByText('The domain has no configuration').waitFor()
      await page.getByRole('button', { name: /Source of the users/ }).click()
      await page.getByRole('option', { name: 'An LDAP directory' }).click()
      for (const [name, value] of Object.entries({ ...ldapOptions(ldap.url), password: 'wrong-secret' }))
        await page.getByLabel(name, { exact: true }).fill(value)
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      const checks = page.getByRole('list', { name: 'Result' })
      await checks.getByText('it rejects ldap.user and ldap.password').waitFor()
      await page.getByLabel('password', { exact: true }).fill('reader-password')
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      await checks.getByText('Read: ').first().waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Save' }).click()
      const confirm = page.getByRole('alertdialog', { name: /^(Change|Delete)/ })
      await confirm.getByText('All sessions and tokens of its users end.').waitFor()
      await confirm.getByRole('button', { name: 'Change the source' }).click()
      await page.getByText('Domain configuration was changed.').waitFor()
      const found = await c.s.call('GET', `/v3/users?domain_id=${domainId}`, { token: c.s.admin })
      assert.deepEqual(found.body.users.map(({ name }: { name: string }) => name).sort(), [
        'alice',
        'bob',
        'carol',
      ])

      // The stored password is not shown, and stays.
      assert.equal(await page.getByLabel('password', { exact: true }).inputValue(), '')
      await page.getByLabel('page_size', { exact: true }).fill('x')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('alert').getByText('ldap.page_size').waitFor()
      assert.equal(await page.getByLabel('page_size', { exact: true }).inputValue(), 'x')
      await page.getByLabel('page_size', { exact: true }).fill('50')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('button', { name: 'Save' }).and(page.locator('[data-disabled]')).waitFor()
      await page.reload()
      await page.getByLabel('page_size', { exact: true }).waitFor()
      assert.equal(await page.getByLabel('page_size', { exact: true }).inputValue(), '50')
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      await checks.getByText('Read: ').first().waitFor()

      await page.getByRole('button', { name: 'Delete configuration' }).click()
      await confirm.getByRole('button', { name: 'Delete configuration' }).click()
      await page.getByText('The domain has no configuration').waitFor()
    }))

  test('a reader of the system sees the configuration, in Persian and dark too', () =>
    c.visit(
      async (page) => {
        const user = { user: { name: 'auditor', domain_id: 'default', password: 'phrase of an auditor' } }
        const made = await c.s.call('POST', '/v3/users', { token: c.s.admin, body: user })
        const { roles } = (await c.s.call('GET', '/v3/roles?name=reader', { token: c.s.admin })).body
        const grant = `/v3/system/users/${made.body.user.id}/roles/${roles[0].id}`
        assert.equal((await c.s.call('PUT', grant, { token: c.s.admin })).status, 204)
        const body = { config: { identity: { driver: 'ldap' }, ldap: ldapOptions(ldap.url) } }
        const path = `/v3/domains/${domainId}/config`
        assert.equal((await c.s.call('PUT', path, { token: c.s.admin, body })).status, 201)
        await c.open(page, `/domain-configuration/${domainId}`, 'auditor', 'phrase of an auditor')
        await page.getByLabel('url', { exact: true }).waitFor()
        assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0)
        assert.equal(await page.getByRole('button', { name: 'Test', exact: true }).count(), 0)
        await page.evaluate(() => localStorage.setItem('muster.console.language', 'fa'))
        await page.reload()
        await page.getByLabel('url', { exact: true }).waitFor()
        await assertAccessible(page)
      },
      { colorScheme: 'dark', viewport: { width: 390, height: 800 } },
    ))
})
