import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { cookieName, requestHeader } from '../../server/src/http/session-cookie.ts'
import { foundChromium } from '../../server/test/browser.ts'
import { onEachDatabase, type Place } from '../../server/test/databases.ts'
import { adminPassword, startTestServer, type TestServer } from '../../server/test/test-server.ts'

export const executable = foundChromium()
export const skip = executable === undefined && 'there is no Chromium on this machine (apt install chromium)'

/**
 * Runs a suite in the browser on SQLite, and with `MUSTER_TEST_CONSOLE_DATABASES=sqlite,postgres` on each database: the
 * APIs behind the console have tests on both.
 */
export const inConsole = (title: string, suite: (makePlace: () => Promise<Place>) => void): void =>
  onEachDatabase(title, suite, process.env['MUSTER_TEST_CONSOLE_DATABASES'] ?? 'sqlite')

/** The axe rules: WCAG 2.2 level AA, and best practices. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export type Console = {
  readonly s: TestServer
  /** `http://localhost:PORT/console`. */
  readonly url: string
  /** Opens a page in a new profile of the browser; fails for requests to other hosts and for errors of the page. */
  readonly visit: (work: (page: Page) => Promise<void>, options?: BrowserContextOptions) => Promise<void>
  /** Opens a path of the console with a session of the user, and waits for the title of the page. */
  readonly open: (page: Page, path: string, username?: string, password?: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** The whole server on a port of this machine, and a browser. Secure cookies need the host name localhost without TLS. */
export const openConsole = async (
  place: Place,
  settings: Readonly<Record<string, string>> = {},
): Promise<Console> => {
  const s = await startTestServer(place, { MUSTER_PUBLIC_URL: 'http://localhost', ...settings })
  await s.muster.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = s.muster.app.server.address() as AddressInfo
  const origin = `http://localhost:${port}`
  const browser: Browser = await chromium.launch({
    executablePath: executable ?? '',
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost',
    ],
  })
  const url = `${origin}/console`
  const sessionOf = makeSessionOf(s)
  return {
    s,
    url,
    async visit(work, options = {}) {
      const context = await browser.newContext({ locale: 'en-US', ...options })
      const page = await context.newPage()
      page.setDefaultTimeout(30_000)
      const trouble: string[] = []
      page.on('console', (message) => {
        // The browser logs error statuses and broken connections, which tests of errors expect.
        const isExpected = /the server responded with a status of [45]\d\d|net::ERR_FAILED$/.test(
          message.text(),
        )
        if (['error', 'warning'].includes(message.type()) && !isExpected) trouble.push(message.text())
      })
      page.on('pageerror', (error) => trouble.push(String(error)))
      page.on('request', (request) => {
        if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
          trouble.push(request.url())
      })
      try {
        await work(page)
        assert.deepEqual(trouble, [])
      } finally {
        await context.close()
      }
    },
    async open(page, path, username = 'admin', password = adminPassword) {
      const agent = String(await page.evaluate('navigator.userAgent'))
      await page.context().addCookies([await sessionOf(username, password, agent)])
      await page.goto(url + path)
      await page.locator('main#content h1').waitFor()
    },
    async close() {
      await browser.close()
      await s.close()
    },
  }
}

/** Sessions are opened without the sign-in page, and kept while they are valid: checking a password takes long. */
const makeSessionOf = (s: TestServer) => {
  const values = new Map<string, string>()
  const open = async (username: string, password: string, agent: string) => {
    const { status, body, headers } = await s.call('POST', '/api/v1/sessions', {
      headers: { [requestHeader]: '1', 'user-agent': agent },
      body: { username, password, cookie: true },
    })
    assert.equal(status, 201, JSON.stringify(body))
    const [, value = ''] = String(headers['set-cookie']).match(/=([^;]*)/) ?? []
    values.set(username, value)
    return value
  }
  return async (username: string, password: string, agent: string) => {
    const known = values.get(username)
    const headers = { cookie: `${cookieName}=${known}` }
    const isValid = known !== undefined && (await s.call('GET', '/api/v1/me', { headers })).status === 200
    const value = isValid ? known : await open(username, password, agent)
    return {
      name: cookieName,
      value,
      domain: 'localhost',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
    } as const
  }
}

/** Signs in on the sign-in page, which then opens the page that was asked for. */
export const signIn = async (page: Page, username = 'admin', password = adminPassword): Promise<void> => {
  await page.getByLabel('Username or email').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('main#content h1').waitFor()
}

/** Signs in in the dialog over a page whose session has ended. */
export const signInAgain = async (page: Page, password = adminPassword): Promise<void> => {
  const dialog = page.getByRole('alertdialog', { name: 'Sign in again' })
  await dialog.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
}

/** Chooses an item of an open list with a text field, when it has appeared. */
export const chooseByKeyboard = async (
  page: Page,
  name: string | RegExp,
  role: 'option' | 'menuitem' = 'option',
): Promise<void> => {
  const option = page.getByRole(role, { name })
  await option.waitFor()
  for (let key = 0; key < 10 && (await option.getAttribute('data-focused')) !== 'true'; key++)
    await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await option.waitFor({ state: 'detached' })
}

/** What axe finds on the page, one line for each rule. */
const violationsOf = async (page: Page, runOnly: axe.RunOnly): Promise<readonly string[]> => {
  // Pages within the application are in one document, which reads the rules once.
  if (await page.evaluate('globalThis.axe === undefined')) await page.evaluate(axe.source)
  const { violations } = await page.evaluate(
    (only) => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: only }),
    runOnly,
  )
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
  )
}

/** Fails with what axe finds on the page. */
export const assertAccessible = async (page: Page): Promise<void> =>
  assert.deepEqual(await violationsOf(page, { type: 'tag', values: rules }), [])

/** The appearances that a user chooses, beside the one that the page was loaded in. */
const otherAppearances = [
  { appearance: 'dark', colorScheme: 'light' },
  { appearance: 'contrast', colorScheme: 'light' },
  { appearance: 'contrast', colorScheme: 'dark' },
] as const

/** Fails with what cannot be read in another appearance. Appearances differ in their colours only. */
export const assertReadableInEachAppearance = async (page: Page): Promise<void> => {
  const show = (appearance: string) =>
    page.evaluate(`document.documentElement.dataset.appearance = '${appearance}'`)
  for (const { appearance, colorScheme } of otherAppearances) {
    await page.emulateMedia({ colorScheme })
    await show(appearance)
    const found = await violationsOf(page, { type: 'rule', values: ['color-contrast', 'link-in-text-block'] })
    assert.deepEqual(found, [], `${page.url()} in ${appearance}, ${colorScheme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await show('system')
}
