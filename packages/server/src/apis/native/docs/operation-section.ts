import { type Html, html } from '../../../http/html.ts'
import type { ApiDocument, Content, NamedOperation } from './api-document.ts'
import { nameOf, rowsOf, type Schema, tableOf, typeOf } from './fields.ts'
import { errorsOf } from './operation-errors.ts'
import { rulesOfOperations } from './operation-rules.ts'
import { prose } from './prose.ts'

const captions = { path: 'Path parameters', query: 'Query parameters', header: 'Headers' } as const

const parameterTables = ({ parameters = [] }: NamedOperation, docs: string): readonly Html[] =>
  (['path', 'query', 'header'] as const).flatMap((where) => {
    const rows = parameters
      // The path itself says everything about most of its parameters.
      .filter((parameter) => parameter.in === where && (where !== 'path' || parameter.description))
      .map(({ name, required, description, schema }) => ({
        name,
        required,
        schema: description === undefined ? schema : { ...schema, description },
      }))
    return rows.length === 0 ? [] : [tableOf({ caption: captions[where], first: 'Name', docs }, rows)]
  })

const json = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))

const exampleBlock = (label: string, example: unknown): Html =>
  html`<details class="example"><summary>${label}</summary>
<pre tabindex="0"><code>${json(example)}</code></pre></details>`

const bodies = (content: Content, { components }: ApiDocument, docs: string): readonly Html[] =>
  Object.entries(content).map(([type, { schema = {}, example }]) => {
    const named = schema.$ref === undefined ? schema : components.schemas[nameOf(schema.$ref)]
    const about = named?.description
    return html`<h4>Body <code>${type}</code></h4>
${about === undefined ? undefined : html`<p>${prose(about, docs)}</p>`}
${named?.properties === undefined ? html`<pre tabindex="0"><code>${json(example)}</code></pre>` : tableOf({ caption: 'Fields of the body', first: 'Field', docs }, rowsOf(named, undefined))}`
  })

const responseOf = (schema: Schema, docs: string, status: string): Html => {
  if (schema.properties === undefined) return html`<p>The body is ${typeOf(schema, docs)}.</p>`
  // Only requests have fields that are required.
  const rows = rowsOf(schema, undefined).map((row) => ({ ...row, required: false }))
  return tableOf({ caption: `Fields of the response ${status}`, first: 'Field', docs }, rows)
}

const responses = ({ responses }: NamedOperation, docs: string): readonly Html[] =>
  Object.entries(responses)
    .filter(([, { $ref }]) => $ref === undefined)
    .map(
      ([status, { description = '', content = {} }]) => html`<h4>Response ${status}</h4>
<p>${description}</p>
${Object.entries(content).flatMap(([type, { schema = {}, example }]) =>
  /^text\/(?:html|css|javascript)$/.test(type)
    ? [html`<p>The body is <code>${type}</code>.</p>`]
    : [
        schema.type === 'string'
          ? html`<p>The body is <code>${type}</code>.</p>`
          : responseOf(schema, docs, status),
        exampleBlock(`Example of the response ${status}`, example),
      ],
)}`,
    )

const samples = (operation: NamedOperation): Html => html`<div class="samples">
${operation['x-codeSamples'].map(
  ({ label, source }) => html`<figure data-sample="${label}"><figcaption>${label}</figcaption>
<pre tabindex="0" aria-label="${label}: ${operation.summary}"><code>${source}</code></pre></figure>`,
)}
</div>`

const errors = (operation: NamedOperation, { components }: ApiDocument, docs: string): Html => {
  const problems = docs.slice(0, -'/api/v1/docs'.length)
  return html`<details class="errors"><summary>Errors</summary>
<ul>
${errorsOf(operation).map(
  ({
    status,
    codes,
  }) => html`<li><strong>${status}</strong> ${prose(components.responses[`Problem${status}`]?.description ?? '', docs)}
${codes.map((code) => html`<a href="${problems}/problems/${code}"><code>${code}</code></a>`)}</li>`,
)}
</ul></details>`
}

/** What the script of the page needs to build the form for a request. */
const tryData = ({ method, path, summary, parameters = [], requestBody }: NamedOperation): string => {
  const [type, { example = undefined } = {}] = Object.entries(requestBody?.content ?? {})[0] ?? []
  return JSON.stringify({
    method,
    path,
    summary,
    parameters: parameters.map(({ name, in: where, required }) => ({ name, where, required })),
    ...(type === undefined ? {} : { type, body: type.includes('form') ? formBody(example) : json(example) }),
  })
}

const formBody = (example: unknown): string =>
  new URLSearchParams(example as Readonly<Record<string, string>>).toString()

const access = ({ operationId, security }: NamedOperation): Html => {
  if (security?.length === 0) return html`<p class="quiet">Needs no authentication.</p>`
  const rules = (rulesOfOperations[operationId] ?? []).filter((rule) => rule !== 'authenticated')
  return rules.length === 0
    ? html`<p class="quiet">Every authenticated caller may do this.</p>`
    : html`<p class="quiet">Allowed by ${rules.length === 1 ? 'the rule' : 'the rules'} ${rules.map((rule) => html`<code>${rule}</code>`)}.</p>`
}

/** One operation with everything that a caller needs. */
export const operationSection = (operation: NamedOperation, document: ApiDocument, docs: string): Html => {
  const { operationId: id, method, path, summary, description, requestBody } = operation
  return html`<article id="${id}" aria-labelledby="${id}-name">
<h3 id="${id}-name">${prose(summary, docs)} <a class="anchor" href="#${id}" aria-label="Link to ${id}">#</a></h3>
<p class="route"><span class="method ${method.toLowerCase()}">${method}</span> <code>/api/v1${path === '/' ? '' : path}</code></p>
<p>${prose(description, docs)}</p>
${access(operation)}
${samples(operation)}
${parameterTables(operation, docs)}
${requestBody ? bodies(requestBody.content, document, docs) : []}
${responses(operation, docs)}
${errors(operation, document, docs)}
<details class="try" data-operation="${tryData(operation)}" hidden><summary>Try it</summary></details>
</article>`
}
