import type { problems as contract } from '@muster/contract/native/problems.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import type { Handlers } from '../../http/api.ts'
import { html } from '../../http/html.ts'
import { prefersHtml } from '../../http/prefers-html.ts'
import { prose } from './api-page-shapes.ts'
import { pagePolicy, rootOf } from './discovery.ts'
import { adviceOf, titleOf } from './problem-codes.ts'

const page = (code: string, advice: string, root: string): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${titleOf(code)} · Muster</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}/api/v1/docs.css">
</head>
<body>
<main class="page">
<h1>${titleOf(code)}</h1>
<p><code>/problems/${code}</code></p>
<p>${prose(advice)}</p>
<p><a href="${root}/api/v1/docs">API documentation</a></p>
</main>
</body>
</html>
`.markup

export const problems = {
  async getProblem({ params: { code } }, { base, header }) {
    const advice = adviceOf(code)
    if (advice === undefined) throw notFound('problem', code)
    if (!prefersHtml(header('accept')))
      return { status: 200, body: { type: `/problems/${code}`, title: titleOf(code), advice } }
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy }
    return { status: 200, headers, body: page(code, advice, rootOf(base)) }
  },
} satisfies Handlers<typeof contract>
