import type { Noun } from '@muster/contract/native/nouns.ts'
import { type Html, html } from '../../../http/html.ts'
import { exampleOf } from '../examples.ts'
import { type ApiDocument, operationsOf, textOf } from './api-document.ts'
import { rowsOf, type Schema, tableOf } from './fields.ts'
import { layout, pageTitles } from './layout.ts'
import { operationSection } from './operation-section.ts'
import { prose } from './prose.ts'

/** References are replaced: an example needs the fields of the named schemas inside a schema. */
const resolved = (schema: Schema, schemas: Readonly<Record<string, Schema>>): Schema => {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy)
    if (typeof value !== 'object' || value === null) return value
    if ('$ref' in value) return copy(schemas[String(value.$ref).split('/').at(-1) ?? ''])
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]))
  }
  return copy(schema) as Schema
}

const schemaSection = (name: string, { components }: ApiDocument, docs: string): Html => {
  const schema = components.schemas[name] ?? {}
  const example = exampleOf(resolved(schema, components.schemas) as Parameters<typeof exampleOf>[0])
  return html`<section id="${name}" class="schema" aria-labelledby="${name}-name">
<h2 id="${name}-name">Fields of <code>${name}</code></h2>
${schema.description === undefined ? undefined : html`<p>${prose(schema.description, docs)}</p>`}
${tableOf({ caption: `Fields of ${name}`, first: 'Field', docs, id: name }, rowsOf(schema, example))}
</section>`
}

/** Where a secret for the requests of this page is entered; the script of the page shows it. */
const credential = html`<section id="credential" aria-labelledby="credential-name" hidden>
<h2 id="credential-name">Credential for “Try it”</h2>
<p>The secret of an API key or a session. It stays in the memory of this page until you clear it, with the responses, or leave the page. It is sent only to this server.</p>
<p class="row"><label for="secret">Secret</label> <input id="secret" type="password" autocomplete="off" spellcheck="false" maxlength="4096"> <button type="button" id="use-secret">Use</button> <button type="button" id="clear-secret" class="plain" disabled>Clear</button></p>
<p id="secret-state" role="status">No credential is set.</p>
</section>`

const neighbours = (noun: string, docs: string): Html => {
  const names = [...pageTitles.keys()]
  const at = names.indexOf(noun)
  const link = (name: string | undefined, rel: string, arrow: (title: string) => string) =>
    name === undefined
      ? undefined
      : html`<a rel="${rel}" href="${docs}/${name}">${arrow(pageTitles.get(name) ?? '')}</a>`
  return html`<nav class="neighbours" aria-label="Neighbouring pages">
${link(names[at - 1], 'prev', (title) => `← ${title}`)}
${link(names[at + 1], 'next', (title) => `${title} →`)}
</nav>`
}

/** The page that teaches one noun. */
export const nounPage = (noun: Noun, document: ApiDocument, docs: string): string => {
  const { title, summary, text, schemas } = textOf(noun)
  const operations = operationsOf(document, noun)
  const main = html`<h1>${title}</h1>
<p class="lead">${prose(summary, docs)}</p>
<p>${prose(text, docs)}</p>
<p class="quiet">The examples use the variables <code>MUSTER_URL</code> and <code>MUSTER_SECRET</code>, and <code>muster</code>, a client of <code>@muster/sdk</code>: see <a href="${docs}#first-call">a first call</a>.</p>
<ul class="contents">
${operations.map(
  ({ operationId, method, path, summary: what }) =>
    html`<li><a href="#${operationId}">${prose(what, docs)}</a> <span class="quiet"><span class="method ${method.toLowerCase()}">${method}</span> ${path}</span></li>`,
)}
</ul>
<fieldset id="languages" hidden><legend>Show examples in</legend></fieldset>
${schemas.map((name) => schemaSection(name, document, docs))}
<h2 id="operations">Operations</h2>
${credential}
${operations.map((operation) => operationSection(operation, document, docs))}
${neighbours(noun, docs)}`
  return layout({ docs, name: noun, title, main, hasOperations: true })
}
