import { type CDPSession, chromium, type Page } from 'playwright-core'
import { observeStart, type Started, scrollRows, searchFor } from './in-page.ts'
import { memoryOfTab } from './memory-of-tab.ts'

export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly most: number
}

type Options = {
  readonly executable: string
  readonly origin: string
  readonly password: string
  /** The file for a trace of the scrolling. */
  readonly trace?: string | undefined
}

/** Names and parts of email addresses of the generated users. */
const searches = ['berg', 'ada', 'company7', 'stein', 'grace', 'vich', 'yara', 'company31', 'ridge', 'noor']

const rowsToScroll = 10_000

const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ??
  Number.NaN

const median = (values: readonly number[]): number => percentile(values, 0.5)

const signIn = async (page: Page, url: string, password: string) => {
  await page.goto(`${url}/users`)
  await page.getByLabel('Username or email').fill('admin')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('[data-index="0"]').waitFor()
}

/** Five navigations with a warm server and an empty cache of the browser's memory. */
const measureStarts = async (page: Page, url: string): Promise<readonly Started[]> => {
  await page.addInitScript(observeStart)
  const starts: Started[] = []
  for (let round = 0; round < 5; round++) {
    await page.goto(`${url}/users`)
    await page.locator('[data-index="0"]').waitFor()
    await page.waitForFunction('globalThis.started.firstRow > 0')
    starts.push(await page.evaluate('globalThis.started'))
  }
  return starts
}

export const measureConsole = async ({
  executable,
  origin,
  password,
  trace,
}: Options): Promise<readonly Figure[]> => {
  const url = `${origin}/console`
  const browser = await chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' })
    await signIn(page, url, password)
    const starts = await measureStarts(page, url)
    const times: number[] = []
    const field = page.getByRole('searchbox')
    for (const text of [...searches, ...searches]) {
      await field.fill('')
      await page.waitForFunction('document.querySelector("[data-index=\\"0\\"]") !== null')
      await field.pressSequentially(text.slice(0, -1), { delay: 30 })
      await page.evaluate(searchFor, text)
      await field.press(text.slice(-1))
      times.push(await page.evaluate<number>('globalThis.found'))
    }
    await field.fill('')
    await page.goto(`${url}/users`)
    await page.locator('[data-index="0"]').waitFor()
    if (trace !== undefined) await browser.startTracing(page, { path: trace })
    const frames = await page.evaluate(scrollRows, rowsToScroll)
    if (trace !== undefined) await browser.stopTracing()
    const client: CDPSession = await page.context().newCDPSession(page)
    const memory = await memoryOfTab(client, await browser.newBrowserCDPSession())
    return [
      {
        name: 'first row after navigation, median',
        value: median(starts.map(({ firstRow }) => firstRow)),
        unit: 'ms',
        most: 1000,
      },
      {
        name: 'layout shift at start, most',
        value: Math.max(...starts.map(({ shift }) => shift)),
        unit: '',
        most: 0,
      },
      {
        name: 'longest task at start, median',
        value: median(starts.map(({ longestTask }) => longestTask)),
        unit: 'ms',
        most: 200,
      },
      {
        name: 'search result after the last key, p95',
        value: percentile(times, 0.95),
        unit: 'ms',
        most: 150,
      },
      {
        name: `longest frame while ${rowsToScroll} rows are scrolled`,
        value: frames.longest,
        unit: 'ms',
        most: 50,
      },
      { name: `frames over 50 ms of ${frames.count}`, value: frames.slow, unit: '', most: 0 },
      { name: 'heap of JavaScript afterwards', value: memory.heap, unit: 'MB', most: 150 },
      { name: 'memory of the tab afterwards', value: memory.tab, unit: 'MB', most: 150 },
    ]
  } finally {
    await browser.close()
  }
}
