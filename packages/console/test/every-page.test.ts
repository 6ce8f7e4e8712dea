import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { messages as english } from '@muster/messages/en/messages.ts'
import { messages as persian } from '@muster/messages/fa/messages.ts'
import type { Messages } from '@muster/messages/messages.ts'
import type { Page } from 'playwright-core'
import {
  assertAccessible,
  assertReadableInEachAppearance,
  type Console,
  inConsole,
  openConsole,
  skip,
} from './console.ts'
import { password } from './directory-fixture.ts'
import type { Role, Shown } from './every-page.ts'
import { makeEveryPage } from './every-page-fixture.ts'
import { type Walk, walk } from './walk.ts'

const sources = join(import.meta.dirname, '../src')

/** The paths of all routes that have a page; others lead on to one. */
const routesWithPage = async (): Promise<string[]> => {
  const names = await readdir(sources, { recursive: true })
  const files = names
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFile(join(sources, name), 'utf8'))
  return (await Promise.all(files))
    .flatMap((text) => text.split('createRoute({').slice(1))
    .filter((route) => /^ {2,4}component:/m.test(route.slice(0, route.search(/^ {0,2}\}\)/m))))
    .map((route) => /^ {2,4}path: '(.*)'/m.exec(route)?.[1] ?? '')
    .filter((path) => path !== '')
}

const users: Readonly<Record<Role, string>> = {
  administrator: 'admin',
  manager: 'the-manager',
  reader: 'the-reader',
  user: 'unknown-user',
}

inConsole('every page of the console', (makePlace) => {
  let c: Console
  let pages: readonly Shown[]
  before(async () => {
    if (skip) return
    c = await openConsole(await makePlace())
    pages = await makeEveryPage(c.s)
  })
  after(() => c?.close())

  const assertFits = async (page: Page, path: string) => {
    const wider = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
    assert.ok(wider <= 0, `${path} is ${wider} px wider than the screen`)
  }

  const tabOf = (path: string) => new URL(path, c.url).searchParams.get('tab')

  /** The page is there, with its tab. */
  const assertShown = async (page: Page, shown: Shown, messages: Messages) => {
    await page
      .locator('main#content h1')
      .filter({ hasText: shown.title(messages) })
      .waitFor()
    const tab = tabOf(shown.path)
    if (tab) await page.locator(`[role=tab][aria-selected=true][data-key="${tab}"]`).waitFor()
    assert.deepEqual(await page.locator('main#content [role=alert]').allTextContents(), [], shown.path)
  }

  /** The page says that it is not for the user, or does not have the tab. */
  const assertNotOffered = async (page: Page, { path }: Shown) => {
    const tab = tabOf(path)
    if (tab && (await page.locator(`[role=tab][data-key="${tab}"]`).count()) === 0) return
    const refusal = page.locator('main').getByText(/^You may not (do this|create users)/)
    assert.notEqual(await refusal.count(), 0, `${path} says that it is not for this user`)
  }

  const assertPagesInNavigation = async (page: Page, role: Role) => {
    await page.getByRole('button', { name: 'Menu' }).click()
    const links = page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link')
    const offered = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
    assert.ok(offered.length >= 6)
    for (const href of offered) {
      const shown = pages.find(({ route }) => `/console${route}` === href)
      assert.ok(shown?.roles.includes(role), `${href} is offered`)
    }
    await links.first().press('Escape')
  }

  test('has each route', { skip }, async () => {
    const swept = new Set(pages.map(({ route }) => route)).add('/sign-in')
    const routes = await routesWithPage()
    assert.ok(routes.length > 30)
    assert.deepEqual(
      routes.filter((route) => !swept.has(route)),
      [],
    )
  })

  for (const role of ['administrator', 'manager', 'reader', 'user'] as const) {
    const visit = (work: (page: Page, go: Walk) => Promise<void>) =>
      c.visit(
        async (page) => {
          const go = walk(page)
          await c.open(page, '/account/profile', users[role], role === 'administrator' ? undefined : password)
          await work(page, go)
        },
        { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' },
      )

    test(`${role}: what is offered is shown and accessible, and what is not says so`, { skip }, () =>
      visit(async (page, go) => {
        await assertPagesInNavigation(page, role)
        for (const shown of pages) {
          await go(shown.path)
          const isOffered = shown.roles.includes(role)
          if (isOffered) await assertShown(page, shown, english)
          else await assertNotOffered(page, shown)
          await assertFits(page, shown.path)
          if (isOffered || role === 'user') await assertAccessible(page)
          // The administrator sees what the others see, and more.
          if (role === 'administrator') await assertReadableInEachAppearance(page)
        }
      }),
    )

    test(`${role}: in the dark and from right to left, each page is accessible`, { skip }, () =>
      visit(async (page, go) => {
        await page.emulateMedia({ colorScheme: 'dark' })
        await page.evaluate(() => localStorage.setItem('muster.console.language', 'fa'))
        await page.reload()
        await page.locator('html[dir=rtl] main#content h1').waitFor()
        for (const shown of pages.filter(({ roles }) => roles.includes(role))) {
          await go(shown.path)
          await assertShown(page, shown, persian)
          await assertFits(page, shown.path)
          await assertAccessible(page)
        }
      }),
    )
  }
})
