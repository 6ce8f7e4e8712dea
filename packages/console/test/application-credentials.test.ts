import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Account, openAccount } from './account-fixture.ts'
import { assertAccessible, inConsole, skip } from './console.ts'
import { question } from './user-fixture.ts'

inConsole('application credentials in the console', (makePlace) => {
  let c: Account
  before(async () => {
    if (!skip) c = await openAccount(await makePlace())
  })
  after(() => c?.close())

  /** A developer with the role member on a default project. */
  const newDeveloper = async () => {
    const { user, project } = await c.newDeveloper('member')
    await c.ask('PATCH', `/users/${user.id}`, { default_project_id: project })
    return { ...user, project, secret: await c.n.signIn(user.username, user.password) }
  }
  const sectionOf = (page: Page) =>
    page.locator('.card').filter({ has: page.getByRole('heading', { name: 'Application credentials' }) })
  type Developer = Awaited<ReturnType<typeof newDeveloper>>

  const identity = async (secret: string, method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${secret}` }
    const answer = await c.s.call(method, `/v3/users/${path}`, { headers, body })
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const newCredential = async ({ id, secret }: Developer, more: object) =>
    (
      await identity(secret, 'POST', `${id}/application_credentials`, {
        application_credential: { name: 'robot', ...more },
      })
    ).application_credential
  const listOf = async ({ id, secret }: Developer) =>
    (await identity(secret, 'GET', `${id}/application_credentials`)).application_credentials

  test('a developer creates one by keyboard, sees its secret once, and deletes it', { skip }, async () => {
    const user = await newDeveloper()
    await c.visit(async (page) => {
      await c.open(page, '/account/keys', user.username, user.password)
      const section = sectionOf(page)
      await section.getByText('There are no application credentials.').waitFor()
      await page.getByRole('button', { name: 'Create application credential' }).press('Enter')
      const form = page.getByRole('alertdialog', { name: 'Create application credential' })
      await form.getByRole('checkbox', { name: 'reader' }).waitFor()
      await assertAccessible(page)
      await form.getByLabel('Name').focus()
      await page.keyboard.type('backups')
      await page.keyboard.press('Tab')
      await page.keyboard.type('of every night')
      await form.getByRole('checkbox', { name: 'member' }).focus()
      await page.keyboard.press('Space')
      await form.getByLabel('Name').focus()
      await page.keyboard.press('Enter')
      const shown = page.getByRole('alertdialog', { name: 'The secret of the application credential' })
      await shown.locator('code').nth(1).waitFor()
      const [id, secret] = await shown.locator('code').allTextContents()
      await assertAccessible(page)
      const auth = {
        identity: { methods: ['application_credential'], application_credential: { id, secret } },
      }
      const { token } = (await c.s.call('POST', '/v3/auth/tokens', { body: { auth } })).body
      assert.equal(token.project.id, user.project)
      assert.deepEqual(
        token.roles.map(({ name }: { name: string }) => name),
        ['reader'],
      )
      await shown.getByRole('button', { name: 'I have stored it' }).press('Enter')
      await shown.waitFor({ state: 'detached' })
      assert.ok(!(await page.content()).includes(secret ?? ''))
      const row = section.getByRole('row').filter({ hasText: 'backups' })
      for (const text of ['of every night', 'reader', `apollo of ${user.username}`, 'Yes'])
        await row.getByText(text, { exact: true }).waitFor()
      await assertAccessible(page)
      await row.getByRole('button', { name: 'Delete: backups' }).press('Enter')
      await question(page).getByText('Programs that use backups are rejected at once').waitFor()
      await question(page).getByRole('button', { name: 'Delete' }).press('Enter')
      await section.getByText('There are no application credentials.').waitFor()
      assert.deepEqual(await listOf(user), [])
    })
  })

  test('a name that is taken and a lost response do not lose what was typed', { skip }, async () => {
    const user = await newDeveloper()
    await newCredential(user, {})
    await c.visit(async (page) => {
      await c.open(page, '/account/keys', user.username, user.password)
      await page.getByRole('button', { name: 'Create application credential' }).click()
      const form = page.getByRole('alertdialog', { name: 'Create application credential' })
      await form.getByRole('checkbox', { name: 'reader' }).waitFor()
      await form.getByLabel('Name').fill('robot')
      await form.getByRole('button', { name: 'Create application credential' }).click()
      await form.locator('.notice-error').waitFor()
      await form.getByLabel('Name').fill('second robot')
      const requests = '**/v3/users/*/application_credentials'
      await page.route(requests, (route) =>
        route.request().method() === 'POST' ? route.fulfill({ status: 503 }) : route.continue(),
      )
      await form.getByRole('button', { name: 'Create application credential' }).click()
      await form.getByText('What you typed is kept').waitFor()
      await page.unroute(requests)
      await form.getByRole('button', { name: 'Create application credential' }).click()
      await page.getByRole('button', { name: 'I have stored it' }).click()
      assert.equal((await listOf(user)).length, 2)
    })
  })

  test('an administrator deletes one of a person; API keys are not listed twice', { skip }, async () => {
    const user = await newDeveloper()
    const expires_at = '2099-01-02T03:04:05Z'
    await newCredential(user, { roles: [{ name: 'member' }], expires_at, unrestricted: true })
    const key = { name: 'nightly', scope: { type: 'project', id: user.project } }
    assert.equal((await c.n.call('POST', '/api-keys', { secret: user.secret, body: key })).status, 201)
    await c.visit(async (page) => {
      await c.open(page, `/users/${user.id}?tab=keys`)
      const section = sectionOf(page)
      const row = section.getByRole('row').filter({ hasText: 'robot' })
      await row.getByRole('link', { name: `apollo of ${user.username}` }).waitFor()
      await row.getByText(/member/).waitFor()
      await row.getByText('No', { exact: true }).waitFor()
      await row.locator(`time[datetime^="2099-01-02T03:04:05"]`).waitFor()
      assert.equal(await section.getByText('nightly').count(), 0)
      await page.getByRole('row').filter({ hasText: 'nightly' }).waitFor()
      await row.getByRole('button', { name: 'Delete: robot' }).click()
      await assertAccessible(page)
      await question(page).getByRole('button', { name: 'Delete' }).click()
      await section.getByText('There are no application credentials.').waitFor()
      assert.deepEqual(
        (await listOf(user)).map(({ name }: { name: string }) => name),
        ['nightly'],
      )
    })
  })

  test('a reader of the system sees them; a manager of the domain does not', { skip }, async () => {
    const user = await newDeveloper()
    await newCredential(user, {})
    const reader = await c.n.newUser()
    await c.ask('PUT', `/users/${reader.id}/roles/${await c.roleId('reader')}?scope=system`)
    const manager = await c.n.newUser({ developer: true })
    await c.ask('PUT', `/users/${manager.id}/roles/${await c.roleId('manager')}?scope=domain:default`)
    await c.visit(async (page) => {
      await c.open(page, `/users/${user.id}?tab=keys`, reader.username, reader.password)
      await page.getByRole('row').filter({ hasText: 'robot' }).waitFor()
      assert.equal(await page.getByRole('button', { name: 'Delete: robot' }).count(), 0)
      await assertAccessible(page)
    })
    await c.visit(async (page) => {
      await c.open(page, `/users/${user.id}?tab=keys`, manager.username, manager.password)
      await page.getByText('The user has no API keys.').waitFor()
      assert.equal(await sectionOf(page).count(), 0)
      await page.goto(`${c.url}/account/keys`)
      await page.getByText('Developers create them for their default project').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Create application credential' }).count(), 0)
    })
  })
})
