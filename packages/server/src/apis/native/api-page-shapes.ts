import { type Html, html } from '../../http/html.ts'

/** The subset of JSON Schema that the contract uses. */
export type Schema = {
  readonly $ref?: string
  readonly type?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly default?: unknown
}

const join = (pieces: readonly Html[], between: string): Html =>
  pieces.reduce((all, piece, index) => (index === 0 ? piece : html`${all}${between}${piece}`), html``)

/** Text with back quotes rendered as code. */
export const prose = (text: string): Html =>
  join(
    text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`)),
    '',
  )

const nameOf = (reference: string): string => reference.split('/').at(-1) ?? ''

const formats: Readonly<Record<string, string>> = { 'date-time': 'time (RFC 3339)' }

const bounds = ({ minimum, maximum, minLength, maxLength }: Schema): string => {
  const [low, high] = [minimum ?? (minLength || undefined), maximum ?? maxLength]
  const unit = minLength === undefined && maxLength === undefined ? '' : ' characters'
  if (low !== undefined && high !== undefined) return `, ${low} to ${high}${unit}`
  if (high !== undefined) return `, at most ${high}${unit}`
  return low === undefined ? '' : `, at least ${low}${unit}`
}

/** A short description of the type. */
export const typeOf = (schema: Schema): Html => {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref)
    return html`<a href="#shape-${name}">${name}</a>`
  }
  if (schema.enum)
    return join(
      schema.enum.map((value) => html`<code>${String(value)}</code>`),
      ', ',
    )
  if (schema.const !== undefined) return html`<code>${String(schema.const)}</code>`
  if (schema.anyOf) return join(schema.anyOf.map(typeOf), ' or ')
  if (schema.type === 'array') {
    const { items = {} } = schema
    return items.properties ? html`list of objects` : html`list of ${typeOf(items)}`
  }
  if (schema.type === 'null') return html`<code>null</code>`
  if (schema.type === undefined) return html`anything`
  return html`${formats[schema.format ?? ''] ?? schema.type}${bounds(schema)}`
}

type Row = { readonly name: string; readonly schema: Schema; readonly required: boolean }

/** The rows of a schema; unnamed objects are expanded field by field. */
const rowsOf = (schema: Schema, prefix: string): readonly Row[] =>
  Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const name = `${prefix}${key}`
    const own = { name, schema: inner, required: schema.required?.includes(key) ?? false }
    const object = [inner, ...(inner.anyOf ?? [])].find(({ properties }) => properties !== undefined)
    if (object) return [own, ...rowsOf(object, `${name}.`)]
    return inner.items?.properties ? [own, ...rowsOf(inner.items, `${name}[].`)] : [own]
  })

const rowOf = ({ name, schema, required }: Row): Html =>
  html`<tr><th scope="row"><code>${name}</code>${required ? html` <span class="must">required</span>` : undefined}</th><td>${typeOf(schema)}</td><td>${schema.description === undefined ? undefined : prose(schema.description)}</td></tr>`

/** A table of names with their types. */
export const tableOf = (caption: string, first: string, rows: readonly Row[]): Html =>
  html`<table>
<caption>${caption}</caption>
<thead><tr><th scope="col">${first}</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${rows.map(rowOf)}
</tbody>
</table>`

/** A request or response body: a table of its fields, or its type. */
export const shapeOf = (caption: string, schema: Schema): Html =>
  schema.properties === undefined
    ? html`<p class="shape"><span class="label">${caption}</span> ${typeOf(schema)}</p>`
    : tableOf(caption, 'Field', rowsOf(schema, ''))
