import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { pagesIn } from '@muster/messages/pages.ts'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { foundChromium, openBrowser } from '../browser.ts'
import { sqlitePlace } from '../databases.ts'
import { type Native, nativeClient } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const phrase = 'a phrase of her own'
/** The axe rules: WCAG 2.2 level AA, and best practices. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const executable = foundChromium()
const skip = executable === undefined && 'there is no Chromium on this machine (apt install chromium)'

describe('the pages at /account, in Chromium', { skip }, () => {
  let s: TestServer
  let n: Native
  let browser: Browser
  let count = 0
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

  /** A page that may load only its own resources and log no errors. */
  const visiting = async (options: BrowserContextOptions, work: (page: Page) => Promise<void>) => {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const trouble: string[] = []
    page.on('console', (message) => {
      // Error pages have an error status, which the browser logs.
      if (!/the server responded with a status of 4\d\d/.test(message.text())) trouble.push(message.text())
    })
    page.on('pageerror', (error) => trouble.push(String(error)))
    page.on('request', (request) => {
      if (!/^(?:http:\/\/muster\.test\/account\/|data:)/.test(request.url())) trouble.push(request.url())
    })
    try {
      await work(page)
      assert.deepEqual(trouble, [])
      assert.deepEqual(await context.cookies(), [])
    } finally {
      await context.close()
    }
  }
  const invite = async () => {
    const email = `ann-${++count}@example.com`
    await n.call('POST', '/invitations', { secret: n.admin, body: { email } })
    return { email, link: linkIn((await s.sentEmails()).at(-1)?.text) }
  }
  const linkIn = (text: string | undefined) =>
    /http:\/\/muster\.test\/account\/\S+/.exec(text ?? '')?.[0] ?? assert.fail('no link in the email')
  const focused = (page: Page): Promise<unknown> =>
    page.evaluate('document.activeElement?.id || document.activeElement?.tagName')
  const heading = (page: Page) => page.locator('h1').textContent()

  for (const javaScriptEnabled of [true, false])
    describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
      test('accepts an invitation from the email on, with the keyboard alone', () =>
        visiting({ javaScriptEnabled }, async (page) => {
          const { email, link } = await invite()
          await page.goto(link)
          assert.equal(await heading(page), 'Welcome to Default')
          const order: unknown[] = []
          for (let stop = 0; stop < 5; stop++) {
            await page.keyboard.press('Tab')
            order.push(await focused(page))
          }
          assert.deepEqual(order, ['account', 'display_name', 'password', 'password_again', 'BUTTON'])
          for (let stop = 0; stop < 3; stop++) await page.keyboard.press('Shift+Tab')
          await page.keyboard.type('Ann Lee')
          await page.keyboard.press('Tab')
          await page.keyboard.type(phrase)
          await page.keyboard.press('Tab')
          await page.keyboard.type('something else')
          await Promise.all([page.waitForURL('**/account/invitation'), page.keyboard.press('Enter')])
          assert.equal(
            await page.locator('[role=alert]').textContent(),
            'Please correct the field marked below.',
          )
          assert.equal(await focused(page), 'password_again')
          assert.equal(await page.locator('#password_again').getAttribute('aria-invalid'), 'true')
          assert.equal(await page.locator('#display_name').inputValue(), 'Ann Lee')
          assert.equal(await page.locator('#password').inputValue(), '')
          await page.keyboard.press('Shift+Tab')
          await page.keyboard.type(phrase)
          await page.keyboard.press('Tab')
          await page.keyboard.type(phrase)
          await page.keyboard.press('Tab')
          await page.keyboard.press('Space')
          await page.getByRole('heading', { name: 'Your account is ready' }).waitFor()
          assert.equal((await n.call('POST', '/sessions', { body: { email, password: phrase } })).status, 201)
          await page.goto(link)
          assert.equal(await heading(page), 'This invitation cannot be used')
        }))

      test('recovers a password from the first page on, with the keyboard alone', () =>
        visiting({ javaScriptEnabled }, async (page) => {
          const email = `bob-${++count}@example.com`
          const user = await n.newUser({ email })
          await page.goto('http://muster.test/account/recovery')
          await page.keyboard.press('Tab')
          assert.equal(await focused(page), 'login')
          await page.keyboard.type(email)
          await page.keyboard.press('Enter')
          await page.getByRole('heading', { name: 'Check your email' }).waitFor()
          await page.goto(linkIn((await s.sentEmails()).at(-1)?.text))
          assert.equal(await page.locator('#account').inputValue(), email)
          await page.keyboard.press('Tab')
          await page.keyboard.press('Tab')
          await page.keyboard.type(phrase)
          await page.keyboard.press('Tab')
          await page.keyboard.type(phrase)
          await page.keyboard.press('Enter')
          await page.getByRole('heading', { name: 'Sign in again' }).waitFor()
          await n.signIn(user.username, phrase)
        }))
    })

  /** The look of the pages: also in a right-to-left script, and with the long words of German. */
  const looks = (['light', 'dark'] as const).flatMap((colorScheme) => [
    { colorScheme, width: 1200, language: 'en' as const },
    { colorScheme, width: 320, language: 'en' as const },
    { colorScheme, width: 390, language: 'fa' as const },
    { colorScheme, width: 390, language: 'de' as const },
  ])
  for (const { colorScheme, width, language } of looks)
    test(`every page passes the accessibility rules of axe: ${language}, ${colorScheme}, ${width} pixels`, () =>
      visiting({ colorScheme, locale: language, viewport: { width, height: 800 } }, async (page) => {
        const texts = pagesIn[language]
        const check = async (name: string) => {
          await page.evaluate(axe.source)
          const { violations } = await page.evaluate<axe.AxeResults>(
            `axe.run(document, { runOnly: ${JSON.stringify(rules)} })`,
          )
          const reported = violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
          )
          assert.deepEqual(reported, [], name)
          const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
          assert.ok(wide <= width, `${name} is ${wide} wide at ${width}`)
          assert.equal(await page.locator('html').getAttribute('lang'), language)
        }
        const titled = (name: string) => page.getByRole('heading', { name }).waitFor()
        const { link } = await invite()
        for (const path of ['/', '/invitation', '/recovery', '/recovery?token=x', '/password', '/nothing']) {
          await page.goto(`http://muster.test/account${path}`)
          await check(path)
        }
        await page.goto(link)
        await check('invitation')
        await page.fill('#password', 'one')
        await page.fill('#password_again', 'two')
        await page.click('button')
        await page.locator('[role=alert]').waitFor()
        await check('invitation with an error')
        await page.fill('#password', phrase)
        await page.fill('#password_again', phrase)
        await page.click('button')
        await titled(texts.invitationAccepted.title)
        await check('accepted')
        await page.goto('http://muster.test/account/recovery')
        await page.fill('#login', 'unknown')
        await page.click('button')
        await titled(texts.linkRequested.title)
        await check('asked')
      }))

  test('N18: a link at the bottom shows the page in another language, and the form keeps it', () =>
    visiting({ locale: 'en' }, async (page) => {
      await page.goto((await invite()).link)
      await page.getByRole('link', { name: 'فارسی' }).click()
      const { acceptInvitation, fieldErrors } = pagesIn.fa
      await page.getByRole('heading', { name: acceptInvitation.welcome('Default') }).waitFor()
      assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
      await page.fill('#password', 'one')
      await page.fill('#password_again', 'two')
      await page.click('button')
      assert.equal(await page.locator('[role=alert]').textContent(), fieldErrors.summaryOne)
      await page.getByRole('link', { name: '日本語' }).click()
      await page.getByRole('heading', { name: pagesIn.ja.acceptInvitation.welcome('Default') }).waitFor()
      assert.equal(await page.locator('#account').count(), 1, 'the link is still valid')
    }))
})
