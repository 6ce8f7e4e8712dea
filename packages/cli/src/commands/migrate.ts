import type { CommandOptions } from '../commands.ts'
import { print, withMuster } from '../with-muster.ts'

/** Opening the store migrates it. */
export const migrateOnly = (options: CommandOptions): Promise<void> =>
  withMuster(options, async ({ store }) => print(`The ${store.dialect} schema is up to date.`))
