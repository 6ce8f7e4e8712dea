import { allNouns, type Noun } from '@muster/contract/native/nouns.ts'
import { nativeDocument } from '../native-document.ts'
import type { ApiDocument } from './api-document.ts'
import { errorsPage } from './errors-page.ts'
import { eventKindsPage } from './event-kinds-page.ts'
import { nounPage } from './noun-page.ts'

const render = (name: string, docs: string): string | undefined => {
  const document = () => nativeDocument() as unknown as ApiDocument
  if (name === 'errors') return errorsPage(document(), docs)
  if (name === 'event-kinds') return eventKindsPage(docs)
  return (allNouns as readonly string[]).includes(name) ? nounPage(name as Noun, document(), docs) : undefined
}

/** The rendered pages by name, of servers at one path: they are rendered on the first request. */
let rendered: { readonly docs: string; readonly pages: Map<string, string> } | undefined

/** The page of a noun, or another page below the start page; undefined if there is none. */
export const pageOf = (name: string, docs: string): string | undefined => {
  if (rendered?.docs !== docs) rendered = { docs, pages: new Map() }
  const known = rendered.pages.get(name)
  if (known !== undefined) return known
  const page = render(name, docs)
  if (page !== undefined) rendered.pages.set(name, page)
  return page
}
