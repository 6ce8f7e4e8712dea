import { isLanguage, type Language } from '@muster/messages/languages.ts'
import { type Pages, pagesIn } from '@muster/messages/pages.ts'
import { reasonsIn } from '@muster/messages/reasons.ts'
import { acceptedLanguages } from '../../http/accepted-languages.ts'

/** How the pages of one request are written. */
export type PageLanguage = {
  readonly language: Language
  readonly texts: Pages
  /** By error code, for errors of core. */
  readonly reasons: Readonly<Record<string, string>>
  /** The language that the URL or the browser asks for; undefined if that is none of the catalog. */
  readonly preferred: Language | undefined
  /** Whether the URL chose the language, so that links and forms must keep it. */
  readonly isChosen: boolean
}

/** What a request says about its language. */
export type LanguageRequest = {
  readonly url: string
  readonly acceptLanguage: string | undefined
}

const inUrl = (url: string): Language | undefined => {
  const start = url.indexOf('?')
  const named = start < 0 ? null : new URLSearchParams(url.slice(start)).get('language')
  return named !== null && isLanguage(named) ? named : undefined
}

/** Undefined also where `*` comes first, which accepts the default language. */
const inHeader = (header: string | undefined): Language | undefined => {
  const accepted = acceptedLanguages(header).find((name) => name === '*' || isLanguage(name))
  return accepted !== undefined && isLanguage(accepted) ? accepted : undefined
}

/** The language of the URL, otherwise the one that the browser prefers, otherwise the default one. */
export const pageLanguage = (
  { url, acceptLanguage }: LanguageRequest,
  defaultLanguage: Language,
): PageLanguage => {
  const chosen = inUrl(url)
  const preferred = chosen ?? inHeader(acceptLanguage)
  const language = preferred ?? defaultLanguage
  return {
    language,
    preferred,
    texts: pagesIn[language],
    reasons: reasonsIn[language],
    isChosen: chosen !== undefined,
  }
}
