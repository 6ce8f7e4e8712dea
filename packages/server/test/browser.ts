import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = [
  process.env['MUSTER_TEST_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
]

/** Undefined on a machine without a browser. */
export const foundChromium = (): string | undefined =>
  places.find((place) => place !== undefined && existsSync(place))

/** A browser that resolves the host name to the server at that port of this machine, and has no other network access. */
export const openBrowser = (executablePath: string, host: string, port: number): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      `--host-resolver-rules=MAP ${host}:80 127.0.0.1:${port}, MAP * ~NOTFOUND`,
    ],
  })
