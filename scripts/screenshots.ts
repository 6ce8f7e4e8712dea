import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'
import { foundChromium } from '../packages/server/test/browser.ts'
import { sqlitePlace } from '../packages/server/test/databases.ts'
import { adminPassword, startTestServer } from '../packages/server/test/test-server.ts'
import { fillConsole } from './screenshots/fill.ts'
import { pagesOf } from './screenshots/pages.ts'

/**
 * Writes pictures of every page of the console to build/screenshots: at three widths, in light and dark. `--only users`
 * takes some pages; `--language fa` another language.
 */
const { values } = parseArgs({
  options: { only: { type: 'string' }, language: { type: 'string', default: 'en' } },
})
const folder = fileURLToPath(new URL('../build/screenshots/', import.meta.url))
const widths = [1440, 1024, 390] as const
const schemes = ['light', 'dark'] as const

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

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const server = await startTestServer(await sqlitePlace(), { MUSTER_PUBLIC_URL: 'http://localhost' })
const origin = await server.muster.app.listen({ host: '127.0.0.1', port: 0 })
const url = `${origin.replace('127.0.0.1', 'localhost')}/console`
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
try {
  const pages = pagesOf(await fillConsole(server)).filter(
    ({ name }) => values.only === undefined || name.startsWith(values.only),
  )
  for (const colorScheme of schemes)
    for (const width of widths) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: width === 390 ? 844 : 900 },
        locale: values.language,
      })
      const page = await context.newPage()
      for (const { name, path, signedOut = false } of pages) {
        if (!signedOut && (await context.cookies()).length === 0) await signIn(page, url)
        if (signedOut) await context.clearCookies()
        await page.goto(`${url}${path}`)
        await page.locator('h1').first().waitFor()
        await page.waitForLoadState('networkidle')
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) })
      }
      await context.close()
    }
  process.stdout.write(`${pages.length * widths.length * schemes.length} pictures in ${folder}\n`)
} finally {
  await browser.close()
  await server.close()
}
