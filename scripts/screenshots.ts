import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'
import { foundChromium } from '../packages/server/test/browser.ts'
import { sqlitePlace } from '../packages/server/test/databases.ts'
import { adminPassword, startTestServer } from '../packages/server/test/test-server.ts'
import { fillConsole } from './screenshots/fill.ts'
import { pagesOf, type ShownPage } from './screenshots/pages.ts'
import { statesOf } from './screenshots/states.ts'

/**
 * Writes pictures of every page of the console, and of its dialogs and menus, to build/screenshots: at three widths, in
 * light and dark. Options take some of them: `--only users,group` (beginnings of names), `--width 390`, `--scheme dark`;
 * `--language fa` and `--appearance contrast` take all in another language or appearance, and `--full` whole pages.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    width: { type: 'string', default: '1440,1024,390' },
    scheme: { type: 'string', default: 'light,dark' },
    language: { type: 'string', default: 'en' },
    appearance: { type: 'string', default: 'system' },
    full: { type: 'boolean', default: false },
  },
})
const folder = fileURLToPath(new URL('../build/screenshots/', import.meta.url))
const widths = values.width.split(',').map(Number)
const schemes = values.scheme.split(',') as ('light' | 'dark')[]
const isAsked = ({ name }: ShownPage) =>
  values.only === undefined || values.only.split(',').some((start) => name.startsWith(start))

const executablePath = foundChromium()
if (executablePath === undefined) {
  process.stdout.write('SKIPPED: there is no Chromium on this machine (apt install chromium)\n')
  process.exit(0)
}

const signIn = async (page: Page, url: string) => {
  await page.goto(`${url}/sign-in`)
  await page.locator('input[autocomplete="username"]').fill('admin')
  await page.locator('input[type="password"]').fill(adminPassword)
  await page.keyboard.press('Enter')
  await page.locator('main#content h1').waitFor()
}

if (values.only === undefined) await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const server = await startTestServer(await sqlitePlace(), {
  MUSTER_PUBLIC_URL: 'http://localhost',
  // The receiver of the webhook is on this machine, without TLS.
  MUSTER_DEVELOPMENT: 'true',
})
const origin = await server.muster.app.listen({ host: '127.0.0.1', port: 0 })
const url = `${origin.replace('127.0.0.1', 'localhost')}/console`
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })

/** Names are read one after the other. */
const settled = async (page: Page) => {
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' })
  await page.waitForTimeout(300)
}

let failed = 0
const takeOne = async (page: Page, { name, path, signedOut = false, open }: ShownPage, ending: string) => {
  try {
    if (signedOut) await page.context().clearCookies()
    else if ((await page.context().cookies()).length === 0) await signIn(page, url)
    await page.goto(`${url}${path}`)
    await settled(page)
    await open?.(page)
    await settled(page)
  } catch (error) {
    failed += 1
    process.stderr.write(`${name}-${ending}: ${String(error).split('\n')[0]}\n`)
  }
  await page.screenshot({ path: join(folder, `${name}-${ending}.png`), fullPage: values.full })
}

const takeAll = async (pages: readonly ShownPage[], colorScheme: 'light' | 'dark', width: number) => {
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height: width === 390 ? 844 : 900 },
    locale: values.language,
  })
  await context.addInitScript((appearance) => {
    if (appearance !== 'system') localStorage.setItem('muster.console.appearance', appearance)
  }, values.appearance)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const ending = [width, colorScheme, values.language, values.appearance]
    .filter((part) => part !== 'en' && part !== 'system')
    .join('-')
  for (const shown of pages) await takeOne(page, shown, ending)
  await context.close()
}

try {
  const filled = await fillConsole(server)
  const pages = [...pagesOf(filled), ...statesOf(filled)].filter(isAsked)
  for (const scheme of schemes) await Promise.all(widths.map((width) => takeAll(pages, scheme, width)))
  process.stdout.write(`${pages.length * widths.length * schemes.length} pictures in ${folder}\n`)
} finally {
  await browser.close()
  await server.close()
}
if (failed > 0) process.exitCode = 1
