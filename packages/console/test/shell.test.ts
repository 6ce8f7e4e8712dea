import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Native, nativeClient } from '../../server/test/native.ts'
import {
  assertAccessible,
  type Console,
  chooseByKeyboard,
  inConsole,
  openConsole,
  signIn,
  skip,
} from './console.ts'

inConsole('the frame of the console', (makePlace) => {
  let c: Console
  let n: Native
  before(async () => {
    if (skip) return
    c = await openConsole(await makePlace())
    n = await nativeClient(c.s)
  })
  after(() => c?.close())

  test('the palette goes to a page and to a user, by keyboard alone', { skip }, async () => {
    const { id, username } = await n.newUser({ username: 'grace.hopper', display_name: 'Grace Hopper' })
    await c.visit(async (page) => {
      await page.goto(c.url)
      await signIn(page)
      await page.keyboard.press('Control+k')
      await page.getByRole('searchbox', { name: 'Search people, projects and pages' }).waitFor()
      await assertAccessible(page)
      await page.keyboard.type('grace')
      await chooseByKeyboard(page, /Grace Hopper/, 'menuitem')
      await page.waitForURL(`${c.url}/users/${id}*`)
      await page.keyboard.press('Control+k')
      await page.keyboard.type('profi')
      await chooseByKeyboard(page, /Profile/, 'menuitem')
      await page.waitForURL(`${c.url}/account/**`)
      await page.keyboard.press('Control+k')
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      assert.ok(username)
    })
  })

  test('a user without roles is offered the own account only', { skip }, async () => {
    const { username, password } = await n.newUser()
    await c.visit(async (page) => {
      await page.goto(c.url)
      await signIn(page, username, password)
      assert.equal(page.url(), `${c.url}/account/profile`)
      const navigation = page.getByRole('navigation', { name: 'Main navigation' })
      assert.equal(await navigation.getByRole('link', { name: 'Users' }).count(), 0)
      await assertAccessible(page)
    })
  })

  test(
    'language and appearance change at once and are kept; Persian is written from right to left',
    { skip },
    () =>
      c.visit(async (page) => {
        await page.goto(`${c.url}/users`)
        await signIn(page)
        await page.getByRole('button', { name: 'Language' }).click()
        await page.getByRole('menuitem', { name: 'فارسی' }).click()
        await page.getByRole('heading', { name: 'کاربران', level: 1 }).waitFor()
        assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
        await assertAccessible(page)
        await page.getByRole('button', { name: 'ظاهر' }).click()
        await page.getByRole('menuitem', { name: 'تیره' }).click()
        await page.reload()
        await page.getByRole('heading', { name: 'کاربران', level: 1 }).waitFor()
        assert.equal(await page.locator('html').getAttribute('data-appearance'), 'dark')
        assert.equal(await page.locator('html').getAttribute('lang'), 'fa')
        await assertAccessible(page)
      }),
  )

  test(
    'on a narrow screen the navigation is a menu, which a page, Escape and its button close',
    { skip },
    () =>
      c.visit(
        async (page) => {
          await page.goto(`${c.url}/groups`)
          await signIn(page)
          const navigation = page.getByRole('navigation', { name: 'Main navigation' })
          const menu = page.getByRole('button', { name: 'Menu', exact: true })
          await navigation.waitFor({ state: 'hidden' })
          await menu.press('Enter')
          await navigation.waitFor()
          await assertAccessible(page)
          await navigation.getByRole('link', { name: 'Projects' }).press('Enter')
          await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor()
          await navigation.waitFor({ state: 'hidden' })
          await menu.press('Enter')
          await navigation.getByRole('link', { name: 'Roles', exact: true }).press('Escape')
          await navigation.waitFor({ state: 'hidden' })
          await menu.and(page.locator(':focus')).press('Enter')
          await navigation.getByRole('link', { name: 'Projects' }).click()
          await navigation.waitFor({ state: 'hidden' })
          await menu.click()
          await navigation.waitFor()
          await menu.click()
          await navigation.waitFor({ state: 'hidden' })
        },
        { viewport: { width: 390, height: 844 } },
      ),
  )

  test('a server that does not respond is named, and its page loads when it responds again', { skip }, () =>
    c.visit(async (page) => {
      await page.goto(c.url)
      await signIn(page)
      await page.route('**/api/v1/users?*', (route) =>
        route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            type: '/problems/unavailable',
            title: 'Unavailable',
            status: 503,
            detail: 'x',
          }),
        }),
      )
      await page.goto(`${c.url}/users?search=a`)
      const notice = page.getByRole('alert')
      await notice.waitFor()
      assert.match((await notice.textContent()) ?? '', /The server is not available at the moment/)
      await page.unroute('**/api/v1/users?*')
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.getByRole('gridcell', { name: 'admin' }).first().waitFor()
    }),
  )

  test('the frame stays while a page waits for the server', { skip }, async () => {
    const body = { name: 'Patient ones' }
    const { id } = (await n.call('POST', '/groups', { secret: n.admin, body })).body
    await c.visit(async (page) => {
      await c.open(page, '/groups')
      let release = () => {}
      const released = new Promise<void>((resolve) => {
        release = resolve
      })
      await page.route(`**/api/v1/groups/${id}`, async (route) => {
        await released
        await route.continue()
      })
      await page.getByRole('gridcell', { name: 'Patient ones' }).click()
      await page.getByRole('main').getByText('Loading').waitFor()
      await page.getByRole('link', { name: 'Groups' }).waitFor()
      release()
      await page.getByRole('heading', { level: 1, name: 'Patient ones' }).waitFor()
    })
  })

  test('names are data: markup, controls of direction and long values change nothing else', {
    skip,
  }, async () => {
    const hostile = `<img src=x onerror="document.title='broken'">\u202e${'w'.repeat(180)}`
    await n.newUser({ username: 'hostile', display_name: hostile })
    await c.visit(async (page) => {
      await page.goto(`${c.url}/users?search=hostile`)
      await signIn(page)
      await page.getByRole('gridcell', { name: 'hostile', exact: true }).waitFor()
      assert.equal(await page.title(), 'Users · Muster')
      assert.equal(await page.locator('img').count(), 0)
      const width = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      assert.equal(width, 0, 'the page does not scroll sideways')
    })
  })

  test('an unknown address says so, and signing out ends the session', { skip }, () =>
    c.visit(async (page) => {
      await page.goto(`${c.url}/nowhere`)
      await page.getByRole('heading', { name: 'This page does not exist.' }).waitFor()
      await assertAccessible(page)
      await page.goto(c.url)
      await signIn(page)
      await page.locator('.account-menu').getByRole('button').last().click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      assert.deepEqual(await page.context().cookies(), [])
    }),
  )
})
