import { directionOf, type Language, languages } from '@muster/messages/languages.ts'
import { type Html, html } from '../../http/html.ts'
import type { PageContext } from './request-context.ts'

export type Page = {
  readonly title: string
  readonly body: Html
  /** The token of the link that shows this page. */
  readonly token?: string
  /** The result of a form, which no link can show again in another language. */
  readonly isResult?: boolean
}

/** What the frame of a page is made from. */
export type PageFrame = Pick<PageContext, 'language' | 'texts' | 'isChosen' | 'root'>

/** A path below the public URL, and never client input (T65). */
export const linkTo = (path: string, { root, isChosen, language }: PageFrame): string =>
  `${root}${path}${isChosen ? `?language=${language}` : ''}`

const mark = html`<svg class="mark" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false"
  ><rect width="28" height="28" rx="7"></rect><path d="M7 20V9l7 7 7-7v11"></path></svg>`

/** Relative to the page itself. */
const inLanguage = (language: Language, token: string | undefined): string =>
  `?${new URLSearchParams(token === undefined ? { language } : { language, token })}`

const otherLanguages = (token: string | undefined, { language: current, texts }: PageFrame): Html => {
  const others = Object.entries(languages).filter(([language]) => language !== current) as [
    Language,
    string,
  ][]
  return html`<nav class="languages" aria-label="${texts.languages}"><ul>
${others.map(
  ([language, name]) =>
    html`<li><a lang="${language}" dir="${directionOf(language)}" hreflang="${language}" href="${inLanguage(language, token)}">${name}</a></li>`,
)}
</ul></nav>`
}

/** A complete document. */
export const page = ({ title, body, token, isResult = false }: Page, frame: PageFrame): string =>
  html`<!doctype html>
<html lang="${frame.language}" dir="${directionOf(frame.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<title>${title} · Muster</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${frame.root}/account/style.css">
</head>
<body>
<header class="brand">${mark}<span>Muster</span></header>
<main>
${body}
</main>
${isResult ? undefined : otherLanguages(token, frame)}
</body>
</html>
`.markup
