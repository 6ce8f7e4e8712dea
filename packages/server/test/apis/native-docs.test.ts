import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { native } from '@muster/contract/native/all.ts'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { foundChromium, openBrowser } from '../browser.ts'
import { sqlitePlace } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

/** The axe rules: WCAG 2.2 level AA, and best practices. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const executable = foundChromium()

describe('the page of the native API', () => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await sqlitePlace())
  })
  after(() => s.close())

  test('T69: runs no script, loads no external resources and cannot be framed', async () => {
    const { status, headers, body } = await s.call('GET', '/api/v1/docs')
    assert.equal(status, 200)
    assert.equal(headers['content-type'], 'text/html; charset=utf-8')
    const policy = String(headers['content-security-policy'])
    for (const part of [
      "default-src 'none'",
      "style-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
      assert.ok(policy.split('; ').includes(part), part)
    assert.ok(!/unsafe|\*/.test(policy))
    assert.ok(!/<script|\son\w+=|\sstyle=|javascript:/i.test(body))
    for (const [, address = ''] of body.matchAll(/(?:src|href)="([^"]*)"/g))
      assert.match(address, /^(?:#[\w-]+|\/api\/v1\/[\w.]+|data:,)$/)
  })

  test('lists every operation, without broken links', async () => {
    const { body } = await s.call('GET', '/api/v1/docs')
    const ids = [...body.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    assert.deepEqual(ids.length, new Set(ids).size, 'an id exists once')
    for (const name of Object.keys(native)) assert.ok(ids.includes(name), name)
    for (const [, target] of body.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(target), target)
    assert.match(body, /<code>Idempotency-Key<\/code>/)
    assert.equal((await s.call('GET', '/api/v1')).body.links.docs, 'http://muster.test/api/v1/docs')
  })
})

const skip = executable === undefined && 'there is no Chromium on this machine (apt install chromium)'

describe('the page of the native API, in Chromium', { skip }, () => {
  let s: TestServer
  let browser: Browser
  before(async () => {
    s = await startTestServer(await sqlitePlace())
    await s.muster.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = s.muster.app.server.address() as AddressInfo
    browser = await openBrowser(executable ?? '', 'muster.test', port)
  })
  after(async () => {
    await browser?.close()
    await s?.close()
  })

  const visiting = async (options: BrowserContextOptions, work: (page: Page) => Promise<void>) => {
    const context = await browser.newContext(options)
    try {
      const page = await context.newPage()
      const trouble: string[] = []
      page.on('console', (message) => trouble.push(message.text()))
      page.on('pageerror', (error) => trouble.push(String(error)))
      page.on('request', (request) => {
        if (!/^(?:http:\/\/muster\.test\/api\/v1\/|data:)/.test(request.url())) trouble.push(request.url())
      })
      await page.goto('http://muster.test/api/v1/docs')
      await work(page)
      assert.deepEqual(trouble, [])
    } finally {
      await context.close()
    }
  }

  const looks: readonly (readonly [string, BrowserContextOptions])[] = [
    ['in the light', { colorScheme: 'light', viewport: { width: 1280, height: 900 } }],
    ['in the dark', { colorScheme: 'dark', viewport: { width: 1280, height: 900 } }],
    ['on a phone', { viewport: { width: 360, height: 740 } }],
  ]
  for (const [look, options] of looks)
    test(`axe reports no violations, and no content overflows, ${look}`, async () => {
      // The content security policy of the page would block axe itself.
      await visiting({ ...options, bypassCSP: true }, async (page) => {
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
        const wide = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        assert.equal(wide, 0)
      })
    })

  test('works without scripts and with the keyboard alone', async () => {
    await visiting({ javaScriptEnabled: false }, async (page) => {
      await page.keyboard.press('Tab')
      assert.ok(await page.getByRole('link', { name: 'Skip to the operations' }).isVisible())
      await page.keyboard.press('Enter')
      assert.match(page.url(), /#operations$/)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      assert.match(page.url(), /#[\w-]+$/)
      assert.ok(await page.getByRole('heading', { name: 'POST /api-keys', exact: true }).isVisible())
    })
  })
})
