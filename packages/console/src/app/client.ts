import { Muster } from '@muster/sdk'
import { hooks } from './hooks.ts'
import { pageHeaders } from './page-user.ts'
import { keepRepeatKeys } from './repeat-key.ts'

/** The path of the server's public URL, without a trailing slash; the page's `<base>` is `…/console/`. */
export const root = new URL('..', document.baseURI).href.replace(/\/$/, '')

/** The path of the console, for the router. */
export const consolePath = new URL(document.baseURI).pathname.replace(/\/$/, '')

/** Every request of the console goes to the server that the page comes from, with the cookie of the session. */
export const muster = new Muster({
  url: root,
  cookie: true,
  headers: pageHeaders,
  timeout: 30_000,
  hooks,
  fetch: keepRepeatKeys((input, init) => fetch(input, init)),
})
