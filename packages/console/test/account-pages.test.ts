import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { planOf } from '../../server/test/apis/native-objects.ts'
import { type Native, nativeClient } from '../../server/test/native.ts'
import { assertAccessible, type Console, inConsole, openConsole, skip } from './console.ts'

type Person = Awaited<ReturnType<Native['newUser']>>

/** Markup, a bidirectional control and a word without an end: shown as it is, inside its place. */
const hostile = `<img src=x onerror=alert(1)>\u202e${'x'.repeat(2000)}`

inConsole('the own account in the console', (makePlace) => {
  let c: Console
  let n: Native
  before(async () => {
    if (skip) return
    c = await openConsole(await makePlace())
    n = await nativeClient(c.s)
  })
  after(() => c?.close())

  const ask = async (method: string, path: string, body?: unknown, secret = n.admin) => {
    const answer = await n.call(method, path, { secret, body })
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const visitAs = (user: Person, path: string, work: (page: Page) => Promise<void>) =>
    c.visit(async (page) => {
      await c.open(page, `/account${path}`, user.username, user.password)
      await work(page)
    })

  test('an ordinary user finds the own pages, and no others', { skip }, async () =>
    visitAs(await n.newUser(), '', async (page) => {
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

  test('changes names; a conflict and a failing server keep what was typed', { skip }, async () => {
    const user = await n.newUser({ description: hostile })
    const secret = await n.signIn(user.username, user.password)
    await visitAs(user, '', async (page) => {
      await page.getByLabel('Given name').fill('Ada')
      await page.getByLabel('Address of your picture').fill('no address')
      await page.keyboard.press('Enter')
      await page.getByText(/picture_url/).waitFor()
      await page.getByLabel('Address of your picture').fill('')
      await ask('PATCH', '/me', { family_name: 'Lovelace' }, secret)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('changed this since you opened it').waitFor()
      await page.getByRole('button', { name: 'Load again' }).click()
      await page.getByText('The current values were loaded').waitFor()
      assert.equal(await page.getByLabel('Given name').inputValue(), 'Ada')
      assert.equal(await page.getByLabel('Family name').inputValue(), 'Lovelace')
      await page.route('**/api/v1/me', (route) =>
        route.request().method() === 'PATCH' ? route.fulfill({ status: 503 }) : route.continue(),
      )
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('The server is not available').waitFor()
      await page.unroute('**/api/v1/me')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Saved', { exact: true }).waitFor()
      assert.equal((await ask('GET', '/me', undefined, secret)).user.display_name, 'Ada Lovelace')
    })
  })

  test('chooses the language of emails, and takes the choice back', { skip }, async () => {
    const user = await n.newUser()
    const secret = await n.signIn(user.username, user.password)
    const stored = async () => (await ask('GET', '/me', undefined, secret)).user.language
    await visitAs(user, '', async (page) => {
      const field = page.getByRole('button', { name: /Language of emails$/ })
      const choose = async (before: string, option: string) => {
        assert.match((await field.textContent()) ?? '', new RegExp(before))
        await field.click()
        await page.getByRole('option', { name: option, exact: true }).click()
        await page.getByRole('button', { name: 'Save' }).click()
        await page.getByText('Saved', { exact: true }).last().waitFor()
        await page.getByRole('button', { name: 'Save', disabled: true }).waitFor()
      }
      await choose('No preference', 'فارسی')
      assert.equal(await stored(), 'fa')
      assert.equal(await page.locator('html').getAttribute('lang'), 'en', 'of the browser')
      await assertAccessible(page)
      await choose('فارسی', 'No preference')
      assert.equal(await stored(), null)
    })
  })

  const newDeveloper = async () => {
    const user = await n.newUser({ developer: true })
    const project = (await ask('POST', '/projects', { name: `apollo of ${user.username}` })).id
    await ask('PUT', `/projects/${project}/members/${user.id}`, { role: 'reader' })
    return { user, project, secret: await n.signIn(user.username, user.password) }
  }

  test('creates an API key by keyboard, shows its secret once, replaces, revokes and deletes it', {
    skip,
  }, async () => {
    const { user, project, secret } = await newDeveloper()
    await visitAs(user, '/keys', async (page) => {
      await page.getByText('You have no API keys.').waitFor()
      await page.getByRole('button', { name: 'Create API key' }).press('Enter')
      await page.getByRole('checkbox', { name: 'reader' }).waitFor()
      await assertAccessible(page)
      await page.getByLabel('Name').focus()
      await page.keyboard.type('reports')
      await page.keyboard.press('Enter')
      const shown = page.getByRole('alertdialog', { name: 'The secret of the API key' })
      const key = (await shown.locator('code').textContent()) ?? ''
      assert.match(key, /^mst_k_/)
      const { authority } = await ask('GET', '/me', undefined, key)
      assert.deepEqual(authority.scope, { type: 'project', id: project })
      await assertAccessible(page)
      await page.keyboard.press('Escape')
      await shown.getByRole('button', { name: 'I have stored it' }).press('Enter')
      await shown.waitFor({ state: 'detached' })
      assert.ok(!(await page.content()).includes(key))

      const act = async (name: string) => {
        await page
          .locator('main')
          .getByRole('button', { name: /: Actions$/ })
          .click()
        await page.getByRole('menuitem', { name, exact: true }).click()
      }
      await act('Edit')
      const form = page.getByRole('dialog', { name: 'Edit: reports' })
      await assertAccessible(page)
      await form.getByLabel('Description').fill('of every month')
      await form.getByLabel('Name').fill('')
      assert.ok(await form.getByRole('button', { name: 'Save' }).isDisabled())
      await form.getByLabel('Name').fill('statements')
      await page.keyboard.press('Enter')
      await page.locator('main').getByRole('heading', { name: 'statements' }).waitFor()
      await page.getByText('of every month', { exact: true }).waitFor()
      const [renamed] = (await ask('GET', '/api-keys', undefined, secret)).api_keys
      assert.deepEqual([renamed.name, renamed.description], ['statements', 'of every month'])
      await act('Replace the secret')
      await page.getByRole('alertdialog').getByRole('button', { name: 'Replace the secret' }).click()
      await page.getByRole('button', { name: 'I have stored it' }).click()
      assert.equal((await n.call('GET', '/me', { secret: key })).status, 401)
      await act('Revoke')
      await page.getByText('Revoked', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('Active', { exact: true }).waitFor()
      await act('Delete')
      await page.getByRole('alertdialog').getByText('Programs that use statements').waitFor()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
      await page.getByText('You have no API keys.').waitFor()
      assert.deepEqual((await ask('GET', '/api-keys', undefined, secret)).api_keys, [])
    })
  })

  test('a key is created once, however often its creation is sent', { skip }, async () => {
    const { user, secret } = await newDeveloper()
    await visitAs(user, '/keys', async (page) => {
      await page.getByRole('button', { name: 'Create API key' }).click()
      await page.getByRole('checkbox', { name: 'reader' }).waitFor()
      await page.getByLabel('Name').fill('once')
      // The server creates the key, and its response is lost.
      await page.route('**/api/v1/api-keys', async (route) => {
        await route.fetch()
        await route.fulfill({ status: 503 })
      })
      const create = page.getByRole('alertdialog').getByRole('button', { name: 'Create API key' })
      await create.click()
      await page.getByText('What you typed is kept').waitFor()
      await page.unroute('**/api/v1/api-keys')
      await create.click()
      await page.getByRole('button', { name: 'I have stored it' }).waitFor()
      assert.equal((await ask('GET', '/api-keys', undefined, secret)).api_keys.length, 1)
    })
  })

  test('a manager of a domain makes a key with fewer roles than its own', { skip }, async () => {
    const user = await n.newUser({ developer: true })
    const { roles } = await ask('GET', '/roles?name=manager')
    await ask('PUT', `/users/${user.id}/roles/${roles[0].id}?scope=domain:default`)
    await visitAs(user, '/keys', async (page) => {
      await page.getByRole('button', { name: 'Create API key' }).click()
      const dialog = page.getByRole('alertdialog')
      await dialog.getByRole('button', { name: /^Where I work now/ }).waitFor()
      await dialog.getByLabel('Name').fill('reader only')
      for (const role of await dialog.getByRole('group', { name: 'Roles' }).locator('label').all())
        if ((await role.textContent()) !== 'reader') await role.click()
      await dialog.getByRole('button', { name: 'Create API key' }).click()
      await page.getByRole('button', { name: 'I have stored it' }).waitFor()
      const key = (await page.getByRole('alertdialog').locator('code').textContent()) ?? ''
      const { authority } = await ask('GET', '/me', undefined, key)
      assert.deepEqual(
        [authority.scope.type, authority.roles.map(({ name }: { name: string }) => name)],
        ['domain', ['reader']],
      )
    })
  })

  test('reads notifications, and changes what one is notified of', { skip }, async () => {
    const user = await n.newUser()
    const secret = await n.signIn(user.username, user.password)
    await ask('PATCH', '/me/notification-preferences', { channels: { web_ui: true } }, secret)
    for (const title of ['First', 'Second'])
      await ask('POST', '/notifications', {
        user_id: user.id,
        type: 'comment_mention',
        title,
        body: hostile,
        link: 'https://example.org/comments/7',
      })
    await visitAs(user, '/notifications', async (page) => {
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
      const { channels } = await ask('GET', '/me/notification-preferences', undefined, secret)
      assert.equal(channels.web_ui, false)
    })
  })

  test('lists teams, and leaves one after a confirmation', { skip }, async () => {
    const { user } = await newDeveloper()
    await visitAs(user, '/teams', async (page) => {
      const name = `apollo of ${user.username}`
      await page.getByRole('button', { name: `Leave ${name}` }).click()
      const dialog = page.getByRole('alertdialog')
      await dialog.getByText(`You lose your roles on ${name}`).waitFor()
      await assertAccessible(page)
      await dialog.getByRole('button', { name: 'Leave' }).click()
      await page.getByText(`You left ${name}.`).waitFor()
      await page.getByText('You are not a member of any project.').waitFor()
    })
  })

  test('shows the plan with its quotas', { skip }, async () => {
    const user = await n.newUser()
    const plan = await ask('POST', '/plans', { ...planOf('default', 'basic'), storage: 12_345 })
    await ask('PUT', `/users/${user.id}/plan`, { plan_id: plan.id })
    await visitAs(user, '/plan', async (page) => {
      await page.getByRole('row', { name: 'Storage 12,345' }).waitFor()
      await assertAccessible(page)
    })
  })

  test('the pages are accessible in dark and in Persian, and fit a narrow screen', { skip }, async () => {
    const { user, project, secret } = await newDeveloper()
    const scope = { type: 'project', id: project }
    await ask('POST', '/api-keys', { name: 'x'.repeat(200), scope }, secret)
    await visitAs(user, '', async (page) => {
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
