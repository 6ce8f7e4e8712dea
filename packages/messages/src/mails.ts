import type { Catalog } from './catalog.ts'
import { mails as de } from './de/mails.ts'
import { mails as en } from './en/mails.ts'
import { mails as es } from './es/mails.ts'
import { mails as fa } from './fa/mails.ts'
import { mails as hi } from './hi/mails.ts'
import { mails as ja } from './ja/mails.ts'
import type { Language } from './languages.ts'

/** What emails say. */
export type Mails = Catalog<typeof en>

export const mailsIn: Readonly<Record<Language, Mails>> = { en, de, es, fa, hi, ja }
