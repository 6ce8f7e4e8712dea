import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'

/** More than a page has stops of the Tab key. */
const mostStops = 100

/** Moves the focus with the Tab key until it is on the element, which fails if the key does not reach it. */
export const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await target.waitFor()
  const focused = target.and(page.locator(':focus'))
  for (let stop = 0; stop < mostStops; stop++) {
    if ((await focused.count()) > 0) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the Tab key does not reach ${target}`)
}

/** Leaves the header and the navigation by the link that skips them, the first stop of a page that was opened. */
export const skipToContent = async (page: Page): Promise<void> => {
  await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }))
  await page.keyboard.press('Enter')
}

/** Moves to a button or a link, and presses it. */
export const pressOn = async (page: Page, target: Locator): Promise<void> => {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

/** Moves to a text field, and types. */
export const typeInto = async (page: Page, target: Locator, text: string): Promise<void> => {
  await tabTo(page, target)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

/** Opens a choice, and takes the option whose name is typed. */
export const pick = async (page: Page, target: Locator, option: string): Promise<void> => {
  await pressOn(page, target)
  const chosen = page.getByRole('option', { name: option, exact: true })
  await chosen.waitFor()
  await page.keyboard.type(option)
  await chosen.and(page.locator('[data-focused]')).waitFor()
  await page.keyboard.press('Enter')
  await chosen.waitFor({ state: 'detached' })
}
