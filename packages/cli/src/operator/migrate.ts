import { type OperatorOptions, print, withMuster } from './with-muster.ts'

/** Opening the store migrates it. */
export const migrateOnly = (options: OperatorOptions): Promise<void> =>
  withMuster(options, async ({ store }) => print(`The ${store.dialect} schema is up to date.`))
