import type { Catalog } from './catalog.ts'
import { pages as de } from './de/pages.ts'
import { pages as en } from './en/pages.ts'
import { pages as es } from './es/pages.ts'
import { pages as fa } from './fa/pages.ts'
import { pages as hi } from './hi/pages.ts'
import { pages as ja } from './ja/pages.ts'
import type { Language } from './languages.ts'

/** What the account pages say. */
export type Pages = Catalog<typeof en>

export const pagesIn: Readonly<Record<Language, Pages>> = { en, de, es, fa, hi, ja }
