import type { Catalog } from './catalog.ts'
import type { messages as english } from './en/messages.ts'

/** What the console shows. */
export type Messages = Catalog<typeof english>
