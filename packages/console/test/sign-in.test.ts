import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Native, nativeClient } from '../../server/test/native.ts'
import { assertAccessible, type Console, inConsole, openConsole, signIn, skip } from './console.ts'

inConsole('signing in to the console', (makePlace) => {
  let c: Console
  let n: Native
  before(async () => {
    if (skip) return
    c = await openConsole(await makePlace())
    n = await nativeClient(c.s)
  })
  after(() => c?.close())

  test('returns to the page that was asked for', { skip }, () =>
    c.visit(async (page) => {
      await page.goto(`${c.url}/users?search=adm`)
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await assertAccessible(page)
      await signIn(page)
      assert.equal(page.url(), `${c.url}/users?search=adm`)
      await page.getByRole('gridcell', { name: 'admin' }).first().waitFor()
      await assertAccessible(page)
      const cookies = await page.context().cookies()
      assert.deepEqual(
        cookies.map(({ name, httpOnly, secure, sameSite }) => ({ name, httpOnly, secure, sameSite })),
        [{ name: '__Host-muster', httpOnly: true, secure: true, sameSite: 'Lax' }],
      )
    }),
  )

  for (const to of ['//evil.example', '/\\evil.example', 'javascript:alert(1)', 'https://evil.example/users'])
    test(`stays in the console for ${to}`, { skip }, () =>
      c.visit(async (page) => {
        await page.goto(`${c.url}/sign-in?to=${encodeURIComponent(to)}`)
        await signIn(page)
        assert.equal(page.url(), `${c.url}/users`)
      }),
    )

  test('says that the password is wrong, and keeps the name', { skip }, () =>
    c.visit(async (page) => {
      await page.goto(c.url)
      await page.getByLabel('Username or email').fill('admin')
      await page.getByLabel('Password', { exact: true }).fill('wrong')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').getByText('The name or the password is wrong').waitFor()
      assert.equal(await page.getByLabel('Username or email').inputValue(), 'admin')
      const links = ['Forgot your password?', 'Change an expired password']
      for (const name of links)
        assert.match((await page.getByRole('link', { name }).getAttribute('href')) ?? '', /\/account\//)
    }),
  )

  test('keeps what was typed while the server is not available', { skip }, () =>
    c.visit(async (page) => {
      await page.goto(c.url)
      await page.route('**/api/v1/sessions', (route) => route.fulfill({ status: 503 }))
      await page.getByLabel('Username or email').fill('admin')
      await page.getByLabel('Password', { exact: true }).fill('a phrase')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').getByText('What you typed is kept').waitFor()
      assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), 'a phrase')
    }),
  )

  test('after a lost session the page stays, and nothing is sent again by itself', { skip }, () =>
    c.visit(async (page) => {
      const { username, password, id } = await n.newUser()
      await page.goto(`${c.url}/account`)
      await signIn(page, username, password)
      await page.getByLabel('Given name').fill('Ada')
      await n.call('DELETE', `/users/${id}/sessions`, { secret: n.admin })
      await page.getByRole('button', { name: 'Save' }).click()
      const dialog = page.getByRole('alertdialog', { name: 'Sign in again' })
      await dialog.getByText(username).waitFor()
      await assertAccessible(page)
      await page.keyboard.type('wrong')
      await page.keyboard.press('Enter')
      await dialog.getByRole('alert').waitFor()
      await dialog.getByLabel('Password', { exact: true }).fill(password)
      await page.keyboard.press('Enter')
      await dialog.waitFor({ state: 'detached' })
      assert.equal(await page.getByLabel('Given name').inputValue(), 'Ada')
      assert.equal((await n.call('GET', `/users/${id}`, { secret: n.admin })).body.given_name, null)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Saved', { exact: true }).waitFor()
      assert.equal((await n.call('GET', `/users/${id}`, { secret: n.admin })).body.given_name, 'Ada')
    }),
  )

  test('after a lost session another person starts with an empty page', { skip }, () =>
    c.visit(async (page) => {
      const { username, password, id } = await n.newUser()
      await page.goto(`${c.url}/account/teams`)
      await signIn(page, username, password)
      await n.call('DELETE', `/users/${id}/sessions`, { secret: n.admin })
      await page.getByRole('link', { name: 'Security' }).click()
      await page.getByRole('button', { name: 'Sign in as another person' }).click()
      await page.getByText('Sign in again to continue where you were').waitFor()
      await signIn(page)
      await page.getByRole('button', { name: 'admin' }).waitFor()
      assert.equal(page.url(), `${c.url}/account/security`)
    }),
  )

  test(
    'when another tab signs in as another user, the page sends nothing and offers to load again',
    { skip },
    () =>
      c.visit(async (page) => {
        const [first, second] = [await n.newUser(), await n.newUser()]
        await page.goto(`${c.url}/account`)
        await signIn(page, first.username, first.password)
        await page.getByLabel('Given name').fill('Ada')
        const tab = await page.context().newPage()
        await tab.goto(`${c.url}/sign-in`)
        await signIn(tab, second.username, second.password)
        await page.getByRole('button', { name: 'Save' }).click()
        const dialog = page.getByRole('alertdialog', { name: 'Another user has signed in' })
        await dialog.getByText(first.username).waitFor()
        await assertAccessible(page)
        for (const { id } of [first, second])
          assert.equal((await n.call('GET', `/users/${id}`, { secret: n.admin })).body.given_name, null)
        await page.keyboard.press('Escape')
        await page.keyboard.press('Enter')
        await page.getByRole('button', { name: second.username }).waitFor()
        assert.equal(await page.getByLabel('Given name').inputValue(), '')
        await page.getByLabel('Given name').fill('Grace')
        await page.getByRole('button', { name: 'Save' }).click()
        await page.getByText('Saved', { exact: true }).waitFor()
        assert.equal(
          (await n.call('GET', `/users/${second.id}`, { secret: n.admin })).body.given_name,
          'Grace',
        )
      }),
  )

  test('a page that becomes visible notices the other user', { skip }, () =>
    c.visit(async (page) => {
      const { username, password } = await n.newUser()
      await page.goto(`${c.url}/policies`)
      await signIn(page)
      const tab = await page.context().newPage()
      await tab.goto(`${c.url}/sign-in`)
      await signIn(tab, username, password)
      const title = { name: 'Another user has signed in' }
      await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
      await page.getByRole('alertdialog', title).waitFor()
      // The tab that signs in last wins, and the other one notices.
      await page.goto(`${c.url}/sign-in`)
      await signIn(page)
      await page.getByRole('button', { name: 'admin' }).waitFor()
      await tab.getByRole('link', { name: 'Security' }).click()
      await tab.getByRole('alertdialog', title).waitFor()
    }),
  )

  test('warns an idle user, and signs out without input', { skip }, () =>
    c.visit(async (page) => {
      await page.clock.install()
      await page.goto(`${c.url}/users`)
      await signIn(page)
      await page.clock.fastForward('29:30')
      const dialog = page.getByRole('alertdialog', { name: 'Are you still there?' })
      await dialog.getByText(/You will be signed out in \d+ seconds/).waitFor()
      await assertAccessible(page)
      await dialog.getByRole('button', { name: 'Stay signed in' }).press('Enter')
      await dialog.waitFor({ state: 'detached' })
      await page.clock.fastForward('29:30')
      await dialog.waitFor()
      await page.clock.fastForward('00:31')
      await page.getByText('You were signed out because nothing happened').waitFor()
      assert.equal(new URL(page.url()).pathname, '/console/sign-in')
      assert.deepEqual(await page.context().cookies(), [])
      await signIn(page)
      assert.equal(page.url(), `${c.url}/users`)
      // A tab that was closed meanwhile.
      await page.goto('about:blank')
      await page.clock.fastForward('31:00')
      await page.goto(`${c.url}/users`)
      await page.getByText('You were signed out because nothing happened').waitFor()
    }),
  )

  test('is accessible in dark and in Persian', { skip }, () =>
    c.visit(
      async (page) => {
        await page.goto(`${c.url}/sign-in?why=idle`)
        await page.getByRole('status').waitFor()
        await assertAccessible(page)
        await page.evaluate(() => localStorage.setItem('muster.console.language', 'fa'))
        await page.reload()
        await page.getByRole('heading', { name: 'ورود' }).waitFor()
        await assertAccessible(page)
      },
      { colorScheme: 'dark', viewport: { width: 390, height: 800 } },
    ),
  )
})
