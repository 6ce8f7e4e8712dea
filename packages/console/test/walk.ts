import { messages as english } from '@muster/messages/en/messages.ts'
import { messages as persian } from '@muster/messages/fa/messages.ts'
import type { Page, Request } from 'playwright-core'

/** Returns in the page when its router has gone to the path. */
const goTo = (path: string) => `new Promise((resolve) => {
  const unsubscribe = __TSR_ROUTER__.subscribe('onResolved', () => { unsubscribe(); resolve() })
  __TSR_ROUTER__.history.push(${JSON.stringify(`/console${path}`)})
})`

const texts = JSON.stringify([english.common.loading, persian.common.loading])

/** After the next frame, responses have been rendered, and the requests that follow them are sent. */
const isLoading = `new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => {
  const main = document.querySelector('main')
  resolve(!main || main.querySelector('[aria-busy=true]') || ${texts}.some((text) => main.innerText.includes(text)))
}))).then(Boolean)`

/** Goes to a path within the application, and returns when the page has everything that it shows. */
export type Walk = (path: string) => Promise<void>

/** Watches the requests of the page from now on. */
export const walk = (page: Page): Walk => {
  const open = new Set<Request>()
  let onQuiet = () => {}
  const ended = (request: Request) => {
    open.delete(request)
    if (open.size === 0) onQuiet()
  }
  page.on('request', (request) => open.add(request))
  page.on('requestfinished', ended)
  page.on('requestfailed', ended)
  const quiet = () =>
    new Promise<void>((resolve) => {
      onQuiet = resolve
      if (open.size === 0) resolve()
    })
  return async (path) => {
    await page.evaluate(goTo(path))
    do await quiet()
    while ((await page.evaluate(isLoading)) || open.size > 0)
  }
}
