import { allNouns } from '@muster/contract/native/nouns.ts'
import { type Html, html } from '../../../http/html.ts'
import { textOf } from './api-document.ts'

/** Pages beside those of the nouns. */
export const furtherPages = { errors: 'Error codes', 'event-kinds': 'Event kinds' } as const

/** Every page below the start page with its title, in the order of the navigation. */
export const pageTitles: ReadonlyMap<string, string> = new Map([
  ...allNouns.map((noun) => [noun, textOf(noun).title] as const),
  ...Object.entries(furtherPages),
])

export type Page = {
  /** The path of the start page, without a trailing slash. */
  readonly docs: string
  /** The name of the page; the start page has the name ''. */
  readonly name: string
  readonly title: string
  readonly main: Html
  /** Whether the page has operations, with their examples and requests. */
  readonly hasOperations?: boolean
  readonly query?: string
}

const navigation = ({ docs, name }: Page): Html => {
  const link = (to: string, title: string) =>
    html`<li><a href="${docs}${to === '' ? '' : `/${to}`}"${to === name ? html` aria-current="page"` : undefined}>${title}</a></li>`
  return html`<nav aria-label="Documentation" tabindex="0">
<details class="menu"><summary>Contents</summary>
<ul>
${link('', 'Start')}
${[...pageTitles].map(([to, title]) => link(to, title))}
<li><a href="${docs.replace(/docs$/, 'openapi.json')}">OpenAPI document</a></li>
</ul>
</details>
</nav>`
}

const search = ({
  docs,
  query = '',
}: Page): Html => html`<form class="search" role="search" action="${docs}" method="get">
<label class="unseen" for="q">Search the documentation</label>
<input id="q" name="q" type="search" maxlength="100" value="${query}" placeholder="Search" autocomplete="off" spellcheck="false">
<kbd aria-hidden="true">/</kbd>
<ul id="found" role="listbox" aria-label="Results" hidden></ul>
<p id="found-count" class="unseen" role="status"></p>
</form>`

/** A complete page of the documentation. */
export const layout = (page: Page): string =>
  html`<!doctype html>
<html lang="en" data-docs="${page.docs}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.name === '' && page.query === undefined ? 'Muster API' : `${page.title} · Muster API`}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${page.docs}.css">
<script src="${page.docs}/scripts/search.js" defer></script>
${page.hasOperations ? html`<script src="${page.docs}/scripts/operations.js" defer></script>` : undefined}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="brand" href="${page.docs}">Muster API</a>
${search(page)}
</header>
<div class="columns">
${navigation(page)}
<main id="main" tabindex="-1">
${page.main}
</main>
</div>
</body>
</html>
`.markup
