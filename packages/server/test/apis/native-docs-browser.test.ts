import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core'
import { foundChromium, openBrowser } from '../browser.ts'
import { sqlitePlace } from '../databases.ts'
import { type Native, nativeClient } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

/** The axe rules: WCAG 2.2 level AA, and best practices. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const executable = foundChromium()
const skip = executable === undefined && 'there is no Chromium on this machine (apt install chromium)'
const docs = 'http://muster.test/api/v1/docs'

// Independent of the database.
describe('the documentation of the native API, in Chromium', { skip }, () => {
  let s: TestServer
  let n: Native
  let browser: Browser
  before(async () => {
    s = await startTestServer(await sqlitePlace())
    n = await nativeClient(s)
    await s.muster.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = s.muster.app.server.address() as AddressInfo
    browser = await openBrowser(executable ?? '', 'muster.test', port)
  })
  after(async () => {
    await browser?.close()
    await s?.close()
  })

  /** Opens a page, and fails if it reports an error or requests anything of another host. */
  const visiting = async (
    url: string,
    work: (page: Page, requests: readonly Request[]) => Promise<void>,
    options: BrowserContextOptions = {},
  ) => {
    const context = await browser.newContext(options)
    try {
      const page = await context.newPage()
      const trouble: string[] = []
      const requests: Request[] = []
      page.on('console', (message) => {
        // A hint of Chromium; a form would make it offer to store the secret.
        if (!/^\[DOM\] Password field/.test(message.text())) trouble.push(message.text())
      })
      page.on('pageerror', (error) => trouble.push(String(error)))
      page.on('request', (request) => {
        requests.push(request)
        if (!/^(?:http:\/\/muster\.test\/(?:api\/v1|problems)\b|data:)/.test(request.url()))
          trouble.push(request.url())
      })
      await page.goto(url)
      await work(page, requests)
      // The browser logs each response with an error status, which some tests want.
      assert.deepEqual(
        trouble.filter((text) => !/^Failed to load resource/.test(text)),
        [],
      )
    } finally {
      await context.close()
    }
  }

  const article = (page: Page, operation: string) => page.locator(`article#${operation}`)
  const useSecret = async (page: Page, secret: string) => {
    await page.getByLabel('Secret', { exact: true }).fill(secret)
    await page.getByRole('button', { name: 'Use', exact: true }).click()
  }
  const openForm = async (page: Page, operation: string) => {
    await article(page, operation).locator('details.try > summary').click()
    return article(page, operation)
  }
  const send = (form: ReturnType<typeof article>) =>
    form.getByRole('button', { name: 'Send', exact: true }).click()
  const overflow = (page: Page) =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

  const states: Readonly<Record<string, readonly [url: string, open: (page: Page) => Promise<unknown>]>> = {
    'the start page': [docs, async () => {}],
    'a page of a noun': [`${docs}/users`, async () => {}],
    'a page with long examples': [`${docs}/webhooks`, async () => {}],
    'the error codes': [`${docs}/errors`, async () => {}],
    'the event kinds': [`${docs}/event-kinds`, async () => {}],
    'a problem': ['http://muster.test/problems/user_name_taken', async () => {}],
    'the results of a search': [`${docs}?q=password`, async () => {}],
    'the list of the search': [
      `${docs}/users`,
      async (page) => {
        await page.keyboard.press('/')
        await page.keyboard.type('password')
        await page.getByRole('option').first().waitFor()
        await page.keyboard.press('ArrowDown')
      },
    ],
    'a response': [
      `${docs}/me`,
      async (page) => {
        await useSecret(page, n.admin)
        const form = await openForm(page, 'getMe')
        await send(form)
        await form.getByText('200 OK').waitFor()
      },
    ],
    'a form with parameters and a body': [
      `${docs}/users`,
      async (page) => {
        const form = await openForm(page, 'updateUser')
        await send(form)
        await form.getByRole('alert').waitFor()
      },
    ],
    'the confirmation of a request': [
      `${docs}/me`,
      async (page) => {
        await send(await openForm(page, 'deleteMe'))
        await page.getByRole('dialog').waitFor()
      },
    ],
  }
  const looks: readonly (readonly [string, BrowserContextOptions])[] = [
    ['in light mode', { colorScheme: 'light', viewport: { width: 1440, height: 900 } }],
    ['in dark mode', { colorScheme: 'dark', viewport: { width: 1440, height: 900 } }],
    ['on a phone', { viewport: { width: 390, height: 844 } }],
  ]
  for (const [look, options] of looks)
    for (const [state, [url, open]] of Object.entries(states))
      test(`N17: axe reports no violations and nothing overflows: ${state}, ${look}`, async () => {
        // The content security policy of the page would block axe itself.
        await visiting(
          url,
          async (page) => {
            await open(page)
            await page.evaluate(axe.source)
            const { violations } = await page.evaluate(
              (values) =>
                (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: { type: 'tag', values } }),
              rules,
            )
            assert.deepEqual(
              violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
              [],
            )
            assert.equal(await overflow(page), 0)
          },
          { ...options, bypassCSP: true },
        )
      })

  test('N17: in a page from right to left nothing overflows, and code stays from left to right', async () => {
    for (const width of [390, 1440])
      await visiting(
        `${docs}/users`,
        async (page) => {
          await page.evaluate("document.documentElement.dir = 'rtl'")
          assert.equal(await overflow(page), 0)
          const direction = "getComputedStyle(document.querySelector('figure pre')).direction"
          assert.equal(await page.evaluate(direction), 'ltr')
        },
        { viewport: { width, height: 844 } },
      )
  })

  test('N17: works without scripts and with the keyboard alone', async () => {
    await visiting(
      `${docs}/users`,
      async (page) => {
        await page.keyboard.press('Tab')
        assert.ok(await page.getByRole('link', { name: 'Skip to the content' }).isVisible())
        await page.keyboard.press('Tab')
        await page.keyboard.press('Tab')
        await page.keyboard.type('api key')
        await page.keyboard.press('Enter')
        await page.waitForURL(/\?q=api\+key$/)
        await page.getByRole('link', { name: 'Delete an API key' }).press('Enter')
        await page.waitForURL(/\/api-keys#deleteApiKey$/)
        const shown = article(page, 'deleteApiKey')
        assert.equal(await shown.locator('figure').count(), 2)
        assert.ok(!(await shown.getByText('Try it').isVisible()))
      },
      { javaScriptEnabled: false },
    )
  })

  test('N17: the search is a combobox that announces its results and opens one with the keyboard', async () => {
    await visiting(docs, async (page) => {
      const box = page.getByRole('combobox', { name: 'Search the documentation' })
      await page.keyboard.press('/')
      await page.keyboard.type('create group')
      await page.getByRole('option').first().waitFor()
      assert.equal(await box.getAttribute('aria-expanded'), 'true')
      assert.match((await page.locator('#found-count').textContent()) ?? '', /^\d+ results?$/)
      await page.keyboard.press('ArrowDown')
      const active = (await box.getAttribute('aria-activedescendant')) ?? ''
      assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true')
      await page.keyboard.press('Escape')
      assert.equal(await box.getAttribute('aria-expanded'), 'false')
      await page.keyboard.press('ArrowDown')
      await page.getByRole('option').first().waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/groups#createGroup$/)
      await page.keyboard.press('/')
      await page.keyboard.type('nothing like this')
      await page.getByText('No results').waitFor({ state: 'attached' })
    })
  })

  test('N17: the language of the examples is kept for other pages', async () => {
    await visiting(`${docs}/users`, async (page) => {
      await page.getByRole('radio', { name: 'TypeScript' }).check()
      await page.goto(`${docs}/groups`)
      const group = article(page, 'createGroup')
      assert.ok(await page.getByRole('radio', { name: 'TypeScript' }).isChecked())
      assert.ok(await group.locator('[data-sample="TypeScript"]').isVisible())
      assert.ok(!(await group.locator('[data-sample="curl"]').isVisible()))
    })
  })

  test('N17: links to operations on the single page of earlier versions lead to their page', async () => {
    await visiting(`${docs}#createUser`, async (page) => page.waitForURL(/\/users#createUser$/))
  })

  test('N17: a request is sent with the secret and without cookies, and the secret is stored nowhere', async () => {
    await visiting(`${docs}/users`, async (page, requests) => {
      await page.context().addCookies([{ name: 'session', value: 'of-the-console', url: docs }])
      await useSecret(page, n.admin)
      const form = await openForm(page, 'listUsers')
      await form.getByLabel('username query').fill('admin')
      await send(form)
      await form.getByText('200 OK').waitFor()
      const headers = await requests.at(-1)?.allHeaders()
      assert.equal(headers?.['authorization'], `Bearer ${n.admin}`)
      assert.equal(headers?.['cookie'], undefined)
      assert.match((await form.locator('.answer').textContent()) ?? '', /"username": "admin"/)
      assert.match((await form.locator('.answer').textContent()) ?? '', /x-request-id: req-/)
      const curl = (await form.getByLabel('The equal curl command').textContent()) ?? ''
      assert.match(
        curl,
        /'http:\/\/muster\.test\/api\/v1\/users\?username=admin' \\\n {2}-H "Authorization: Bearer \$MUSTER_SECRET"/,
      )
      const kept = await page.evaluate(
        'document.documentElement.outerHTML + JSON.stringify([localStorage, sessionStorage, document.cookie, location.href]) + [...document.querySelectorAll("input")].map((input) => input.value)',
      )
      assert.ok(!String(kept).includes(n.admin))

      await page.getByRole('button', { name: 'Clear' }).click()
      await send(form)
      await form.getByText('401 Unauthorized').waitFor()
      assert.equal((await requests.at(-1)?.allHeaders())?.['authorization'], undefined)
    })
  })

  test('N17: a request that changes something is sent only after confirmation', async () => {
    const { id, username } = await n.newUser()
    await visiting(`${docs}/users`, async (page, requests) => {
      await useSecret(page, n.admin)
      const form = await openForm(page, 'deleteUser')
      await form.getByLabel('user_id path').fill(id)
      await send(form)
      const dialog = page.getByRole('dialog')
      assert.match(
        (await dialog.textContent()) ?? '',
        /destructive[\s\S]*Delete a user[\s\S]*DELETE \/api\/v1\/users\//,
      )
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      assert.ok(!requests.some((request) => request.method() === 'DELETE'))
      assert.equal((await n.call('GET', `/users/${id}`, { secret: n.admin })).body.username, username)
      await send(form)
      await dialog.getByRole('button', { name: 'Send' }).click()
      await form.getByText('204 No Content').waitFor()
    })
    assert.equal((await n.call('GET', `/users/${id}`, { secret: n.admin })).status, 404)
  })

  test('T69: a response is shown as text', async () => {
    const markup = '<img src=x onerror="document.title=1">'
    const { id } = await n.newUser({ display_name: markup })
    await visiting(`${docs}/users`, async (page) => {
      await useSecret(page, n.admin)
      const form = await openForm(page, 'getUser')
      await form.getByLabel('user_id path').fill(id)
      await send(form)
      await form.getByText('200 OK').waitFor()
      assert.match((await form.locator('.answer').textContent()) ?? '', /<img src=x/)
      assert.equal(await form.locator('.answer img').count(), 0)
    })
  })

  test('N17: values that would lead to another path or header are rejected before any request', async () => {
    await visiting(`${docs}/users`, async (page, requests) => {
      const form = await openForm(page, 'getUser')
      const before = requests.length
      for (const value of ['', '.', '..']) {
        await form.getByLabel('user_id path').fill(value)
        await send(form)
        await form.getByRole('alert').getByText('Enter a value for user_id.').waitFor()
      }
      const change = await openForm(page, 'updateUser')
      await change.getByLabel('user_id path').fill('a')
      await change.getByLabel('If-Match header').fill('“1”')
      await send(change)
      await change.getByRole('alert').waitFor()
      assert.equal(requests.length, before)
      await form.getByLabel('user_id path').fill('../events?x#y')
      await send(form)
      await form.getByText('401 Unauthorized').waitFor()
      assert.ok(requests.at(-1)?.url().endsWith('/users/..%2Fevents%3Fx%23y'))
    })
  })
})
