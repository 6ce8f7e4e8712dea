import { type Html, html } from '../../http/html.ts'
import { prose, type Schema, shapeOf, tableOf } from './api-page-shapes.ts'

type Content = Readonly<Record<string, { readonly schema?: Schema }>>
type Parameter = {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly description?: string
  readonly schema: Schema
}
type Operation = {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly description?: string; readonly content?: Content }>
  >
  readonly security?: readonly object[]
}

/** The parts of an OpenAPI document that the page shows. */
export type ApiDocument = {
  readonly info: { readonly title: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly securitySchemes: Readonly<Record<string, { readonly description?: string }>>
  }
}

type Named = Operation & { readonly method: string; readonly path: string }

const parameterTables = ({ parameters = [] }: Named): readonly Html[] =>
  (['path', 'query', 'header'] as const).flatMap((where) => {
    const rows = parameters
      // Of most parameters of a path there is no more to tell than the path does.
      .filter((parameter) => parameter.in === where && (where !== 'path' || parameter.description))
      .map(({ name, required, description, schema }) => ({
        name,
        required,
        schema: description === undefined ? schema : { ...schema, description },
      }))
    const caption = { path: 'In the path', query: 'Query', header: 'Headers' }[where]
    return rows.length === 0 ? [] : [tableOf(caption, 'Name', rows)]
  })

const contents = (caption: string, content: Content): readonly Html[] =>
  Object.entries(content).map(([type, { schema = {} }]) =>
    shapeOf(type === 'application/json' ? caption : `${caption}, ${type}`, schema),
  )

const operationOf = (operation: Named): Html => {
  const { operationId: id, method, path, summary, requestBody, responses, security } = operation
  const successes = Object.entries(responses).filter(([, { $ref }]) => $ref === undefined)
  const errors = Object.entries(responses).flatMap(([status, { $ref }]) =>
    $ref === undefined ? [] : [status],
  )
  return html`<article id="${id}" aria-labelledby="${id}-name">
<h3 id="${id}-name"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></h3>
<p class="summary">${prose(summary)}${security?.length === 0 ? html` <span class="quiet">Needs no authentication.</span>` : undefined}</p>
${parameterTables(operation)}
${requestBody ? contents('Body', requestBody.content) : []}
${successes.flatMap(([status, { description = '', content }]) =>
  content
    ? contents(`Response ${status}`, content)
    : [html`<p class="shape"><span class="label">Response ${status}</span> ${description}</p>`],
)}
<p class="errors"><span class="label">Errors</span> ${errors.join(', ')}, as <a href="#shape-Problem">Problem</a></p>
</article>`
}

const titleOf = (tag: string): string => {
  const words = tag.replaceAll('-', ' ').replace(/^api\b/, 'API')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const link = ({ operationId, method, path }: Named): Html =>
  html`<li><a href="#${operationId}"><span class="${method}">${method.toUpperCase()}</span> ${path}</a></li>`

/** The OpenAPI document as one HTML page without scripts; its links begin at `root`. */
export const apiPage = (document: ApiDocument, root: string): string => {
  const { info, servers, paths, components } = document
  const operations: readonly Named[] = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  )
  const tags = [...new Set(operations.flatMap((operation) => operation.tags))].sort()
  const tagged = (tag: string) => operations.filter((operation) => operation.tags.includes(tag))
  const methods = Object.values(components.securitySchemes).flatMap(({ description }) => description ?? [])
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${info.title} API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}/api/v1/docs.css">
</head>
<body>
<a class="skip" href="#operations">Skip to the operations</a>
<div class="page">
<header>
<h1>${info.title} API</h1>
<p>${prose(info.description)} Paths begin at <code>${servers[0]?.url ?? ''}</code>. For tools: <a href="${root}/api/v1/openapi.json">the OpenAPI document</a>.</p>
</header>
<div class="columns">
<nav aria-label="Operations">
<ul>
${tags.map(
  (tag) => html`<li><a class="noun" href="#tag-${tag}">${titleOf(tag)}</a>
<ul>
${tagged(tag).map(link)}
</ul></li>`,
)}
<li><a class="noun" href="#shapes">Schemas</a></li>
</ul>
</nav>
<main id="operations" tabindex="-1">
<section aria-labelledby="authentication">
<h2 id="authentication">Authentication</h2>
${methods.map((text) => html`<p>${prose(text)}</p>`)}
</section>
${tags.map(
  (tag) => html`<section aria-labelledby="tag-${tag}">
<h2 id="tag-${tag}">${titleOf(tag)}</h2>
${tagged(tag).map(operationOf)}
</section>`,
)}
<section aria-labelledby="shapes">
<h2 id="shapes">Schemas</h2>
${Object.entries(components.schemas).map(
  ([name, schema]) => html`<article id="shape-${name}" aria-label="${name}">
${shapeOf(name, schema)}
</article>`,
)}
</section>
</main>
</div>
</div>
</body>
</html>
`.markup
}
