import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { decodeBase32, passcodeOf, stepAt } from '../../server/src/core/access/authentication/totp.ts'
import { digests } from '../../server/src/crypto/digests.ts'
import { adminPassword } from '../../server/test/test-server.ts'
import { type Console, chooseByKeyboard, inConsole, openConsole, skip } from './console.ts'
import { type Directory, makeDirectory } from './directory-fixture.ts'
import { pick, pressOn, skipToContent, tabTo, typeInto } from './keyboard.ts'

/** Nothing here points, and the focus is moved by the Tab key and the keys of lists only. */
inConsole('by keyboard alone', (makePlace) => {
  let c: Console
  let d: Directory
  before(async () => {
    if (skip) return
    c = await openConsole(await makePlace(), { MUSTER_DEVELOPMENT: 'true' })
    d = await makeDirectory(c.s)
  })
  after(() => c?.close())

  const get = async (path: string) => (await d.n.call('GET', path, { secret: d.n.admin })).body
  /** Opens a page, with the focus on its content. */
  const visit = (path: string, work: (page: Page) => Promise<void>) =>
    c.visit(async (page) => {
      await c.open(page, path)
      await skipToContent(page)
      await work(page)
    })
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

  test('one signs in, goes to a page by the palette, chooses a language and signs out', { skip }, () =>
    c.visit(async (page) => {
      await page.goto(c.url)
      await typeInto(page, page.getByLabel('Username or email'), 'admin')
      await typeInto(page, page.getByLabel('Password', { exact: true }), adminPassword)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('searchbox', { name: 'Search people, projects and pages' }).waitFor()
      await page.keyboard.type('webh')
      await chooseByKeyboard(page, /Webhooks/, 'menuitem')
      await page.getByRole('heading', { level: 1, name: 'Webhooks' }).waitFor()
      await pressOn(page, button(page, /Language/))
      await chooseByKeyboard(page, 'Deutsch', 'menuitem')
      await page.locator('html[lang=de]').waitFor()
      await pressOn(page, button(page, 'admin'))
      await chooseByKeyboard(page, 'Abmelden', 'menuitem')
      await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
    }),
  )

  test('a user is created', { skip }, () =>
    visit('/users', async (page) => {
      await pressOn(page, button(page, 'New user'))
      await page.getByRole('heading', { name: 'New user' }).waitFor()
      await typeInto(page, page.getByLabel('Username'), 'grace')
      await typeInto(page, page.getByLabel('Display name'), 'Grace Hopper')
      await pick(page, button(page, /Kind$/), 'Service')
      await tabTo(page, page.getByRole('checkbox'))
      await page.keyboard.press('Space')
      await pressOn(page, button(page, 'Create the user'))
      await page.getByRole('heading', { level: 1, name: 'Grace Hopper' }).waitFor()
      const { users } = await get('/users?username=grace')
      assert.deepEqual([users[0].kind, users[0].developer], ['service', true])
    }),
  )

  test('a person is invited', { skip }, () =>
    visit('/invitations', async (page) => {
      await pressOn(page, button(page, 'Invite people'))
      await typeInto(page, page.getByRole('textbox', { name: 'Email' }), 'guest@example.org')
      await pick(page, button(page, /Role on the domain$/), 'reader')
      await pressOn(page, button(page, 'Send the invitation'))
      await page.getByRole('gridcell', { name: 'guest@example.org' }).first().waitFor()
    }),
  )

  test('selected users are disabled by a bulk job', { skip }, async () => {
    for (const at of [1, 2]) await d.newUser(`many-${at}`)
    await visit('/users?search=many-&sort=username', async (page) => {
      await page.getByText('2 users', { exact: true }).waitFor()
      await tabTo(page, page.getByRole('checkbox', { name: 'Select all rows' }))
      await page.keyboard.press('Space')
      await page.getByText('2 users selected').waitFor()
      await pressOn(page, button(page, 'Actions'))
      await chooseByKeyboard(page, 'Disable', 'menuitem')
      await pressOn(page, page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }))
      await page.getByText('2 of 2 users').waitFor()
      await page.getByText('Done', { exact: true }).waitFor()
      const { users } = await get('/users?search=many-')
      assert.deepEqual(
        users.map(({ status }: { readonly status: string }) => status),
        ['disabled', 'disabled'],
      )
    })
  })

  test('people are imported from a file', { skip }, () =>
    visit('/users/import', async (page) => {
      const chooser = page.waitForEvent('filechooser')
      await pressOn(page, button(page, 'Choose a file'))
      const text = 'login;E-Mail;Team\nfirst;first@example.org;A\nsecond;wrong;B\n'
      const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
      await (await chooser).setFiles(file)
      await page.getByText('2 rows. 1 row has errors.').waitFor()
      await pick(page, button(page, 'Leave out Field of Team'), 'Display name')
      await pressOn(page, button(page, 'Import 2 rows'))
      await page.getByText('The import is done.').waitFor()
      assert.equal((await get('/users?username=first')).users[0].display_name, 'A')
    }),
  )

  test('a domain is created and opened', { skip }, () =>
    visit('/domains', async (page) => {
      await pressOn(page, button(page, 'New domain'))
      const dialog = page.getByRole('dialog', { name: 'New domain' })
      await typeInto(page, dialog.getByLabel('Name'), 'Branch')
      await pressOn(page, dialog.getByRole('button', { name: 'Create' }))
      await dialog.waitFor({ state: 'detached' })
      const row = page.getByRole('row').filter({ hasText: 'Branch' })
      await row.waitFor()
      await tabTo(page, page.getByRole('row').nth(1))
      for (let key = 0; key < 5 && (await row.getAttribute('tabindex')) !== '0'; key++)
        await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: 'Branch' }).waitFor()
    }),
  )

  test('a role is granted on the page of a user, and taken away', { skip }, async () => {
    const id = await d.newUser('keys')
    await visit(`/users/${id}`, async (page) => {
      await tabTo(page, page.getByRole('tab', { name: 'Profile' }))
      await page.keyboard.press('ArrowRight')
      await page.getByRole('tab', { name: 'Roles', selected: true }).waitFor()
      await pressOn(page, button(page, 'Grant a role'))
      const dialog = page.getByRole('dialog')
      await pick(page, dialog.getByRole('button', { name: /Role$/ }), 'reader')
      await typeInto(page, dialog.getByRole('combobox', { name: 'Project' }), 'opt')
      await chooseByKeyboard(page, 'Optics')
      await pressOn(page, dialog.getByRole('button', { name: 'Grant' }))
      const region = page.getByRole('region', { name: 'Project Optics', exact: true })
      await region.waitFor()
      await pressOn(page, region.getByRole('button').first())
      await pressOn(page, page.locator('.modal').getByRole('alertdialog').getByRole('button').last())
      await region.waitFor({ state: 'detached' })
    })
  })

  test('a webhook is created', { skip }, () =>
    visit('/webhooks', async (page) => {
      await pressOn(page, page.getByRole('link', { name: 'Create' }))
      await typeInto(page, page.getByLabel('Address (URL)'), 'https://hooks.example.org/typed')
      await tabTo(page, page.getByRole('combobox', { name: 'Event kinds' }))
      await page.keyboard.type('user.cre')
      await chooseByKeyboard(page, 'user.created')
      await pressOn(page, button(page, 'Create'))
      await pressOn(page, button(page, 'I have stored it'))
      await page.getByRole('heading', { level: 1, name: 'https://hooks.example.org/typed' }).waitFor()
    }),
  )

  test('an API key is created, and its secret stored', { skip }, () =>
    visit('/account/keys', async (page) => {
      await pressOn(page, button(page, 'Create API key'))
      const dialog = page.getByRole('alertdialog')
      await dialog.getByRole('checkbox').first().waitFor()
      await typeInto(page, dialog.getByLabel('Name'), 'typed')
      await pressOn(page, dialog.getByRole('button', { name: 'Create API key' }))
      await pressOn(page, button(page, 'I have stored it'))
      await button(page, 'typed: Actions').waitFor()
    }),
  )

  test('a mapping is tested and created', { skip }, () =>
    visit('/federation?tab=mappings', async (page) => {
      await pressOn(page, button(page, 'Create mapping'))
      await typeInto(page, page.getByLabel('ID'), 'partners')
      const rules = [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'name' }] }]
      await typeInto(page, page.getByRole('textbox', { name: 'Rules' }), JSON.stringify(rules))
      await typeInto(page, page.getByRole('textbox', { name: 'Assertion' }), '{"name": "ada"}')
      await pressOn(page, button(page, 'Test'))
      await page.getByText('Rule 1 matches').waitFor()
      await pressOn(page, button(page, 'Create'))
      await page.getByRole('heading', { level: 1, name: 'partners' }).waitFor()
    }),
  )

  test('an authenticator app is added, and needed at the next sign-in', { skip }, async () => {
    const { username, password } = await d.n.newUser()
    const passcodeFor = (seed: string, windows: number) =>
      passcodeOf(decodeBase32(seed) ?? assert.fail(), stepAt(Date.now()) + windows, digests)
    await c.visit(async (page) => {
      await c.open(page, '/account/security', username, password)
      await skipToContent(page)
      await pressOn(page, button(page, 'Add an authenticator app'))
      const dialog = page.getByRole('alertdialog')
      await typeInto(page, dialog.getByLabel('Current password'), password)
      await page.keyboard.press('Enter')
      await dialog.getByRole('img', { name: 'QR code' }).waitFor()
      const seed = (await dialog.locator('code').textContent()) ?? ''
      const code = dialog.getByLabel('One-time password of the new app')
      await typeInto(page, code, passcodeFor(seed, -1))
      await page.keyboard.press('Enter')
      await page.getByText('Signing in needs your password and a one-time password').waitFor()
      await pressOn(page, button(page, username))
      await chooseByKeyboard(page, 'Sign out', 'menuitem')
      await typeInto(page, page.getByLabel('Username or email'), username)
      await typeInto(page, page.getByLabel('Password', { exact: true }), password)
      await page.keyboard.press('Enter')
      // The code of the window before was used for the enrolment.
      await typeInto(page, page.getByLabel('One-time password'), passcodeFor(seed, 0))
      await page.keyboard.press('Enter')
      await page.locator('main#content h1').waitFor()
    })
  })
})
