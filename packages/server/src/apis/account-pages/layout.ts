import { type Html, html } from '../../http/html.ts'

export type Page = {
  readonly title: string
  readonly body: Html
}

const mark = html`<svg class="mark" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false"
  ><rect width="28" height="28" rx="7"></rect><path d="M7 20V9l7 7 7-7v11"></path></svg>`

/** A complete document. Its URLs begin at `base`, the path of the public URL and never client input (T65). */
export const page = ({ title, body }: Page, base: string): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<title>${title} · Muster</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}/account/style.css">
</head>
<body>
<header class="brand">${mark}<span>Muster</span></header>
<main>
${body}
</main>
</body>
</html>
`.markup
