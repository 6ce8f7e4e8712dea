import { type Html, html } from '../../../http/html.ts'
import { schemaUrl } from './api-document.ts'
import { prose } from './prose.ts'

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
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly default?: unknown
}

const join = (pieces: readonly Html[], between: string): Html =>
  pieces.reduce((all, piece, index) => (index === 0 ? piece : html`${all}${between}${piece}`), html``)

export const nameOf = (reference: string): string => reference.split('/').at(-1) ?? ''

const formats: Readonly<Record<string, string>> = { 'date-time': 'time (RFC 3339)' }

const range = (low: number | undefined, high: number | undefined, unit: string): string => {
  if (low !== undefined && high !== undefined) return `, ${low} to ${high}${unit}`
  if (high !== undefined) return `, at most ${high}${unit}`
  return low === undefined ? '' : `, at least ${low}${unit}`
}

const bounds = (schema: Schema): string =>
  range(schema.minimum, schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum, '') +
  (schema.format === undefined ? range(schema.minLength || undefined, schema.maxLength, ' characters') : '') +
  range(schema.minItems, schema.maxItems, ' items')

/** A short description of the type. Links begin at `docs`, the path of the start page. */
export const typeOf = (schema: Schema, docs: string): Html => {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref)
    const url = schemaUrl(name)
    return url === undefined ? html`${name}` : html`<a href="${docs}/${url}">${name}</a>`
  }
  if (schema.enum)
    return join(
      schema.enum.map((value) => html`<code>${String(value)}</code>`),
      ', ',
    )
  if (schema.const !== undefined) return html`<code>${String(schema.const)}</code>`
  if (schema.anyOf)
    return join(
      schema.anyOf.map((inner) => typeOf(inner, docs)),
      ' or ',
    )
  if (schema.type === 'array') {
    const { items = {} } = schema
    if (items.properties) return html`list of objects${bounds(schema)}`
    if (items.type === 'string' && !items.enum && !items.format)
      return html`list of strings${bounds(items).replace(',', ' of')}${bounds(schema)}`
    return html`list of ${typeOf(items, docs)}${bounds(schema)}`
  }
  if (schema.type === 'null') return html`<code>null</code>`
  if (schema.type === undefined) return html`any value`
  return html`${formats[schema.format ?? ''] ?? schema.type}${bounds(schema)}`
}

export type Row = {
  readonly name: string
  readonly schema: Schema
  readonly required: boolean
  readonly example?: unknown
}

const exampleAt = (example: unknown, key: string): unknown => {
  const one = Array.isArray(example) ? example[0] : example
  return typeof one === 'object' && one !== null ? (one as Record<string, unknown>)[key] : undefined
}

/** The rows of a schema; unnamed objects are expanded field by field. */
export const rowsOf = (schema: Schema, example: unknown, prefix = ''): readonly Row[] =>
  Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const name = `${prefix}${key}`
    const shown = exampleAt(example, key)
    const own = { name, schema: inner, required: schema.required?.includes(key) ?? false, example: shown }
    const object = [inner, ...(inner.anyOf ?? [])].find(({ properties }) => properties !== undefined)
    if (object) return [{ ...own, example: undefined }, ...rowsOf(object, shown, `${name}.`)]
    return inner.items?.properties
      ? [{ ...own, example: undefined }, ...rowsOf(inner.items, shown, `${name}[].`)]
      : [own]
  })

const shownExample = (example: unknown): string | undefined => {
  if (example === undefined || example === null) return undefined
  const text = typeof example === 'string' ? example : JSON.stringify(example)
  return text.length <= 60 ? text : undefined
}

/** The description of the field, or of the alternative that is not null. */
export const descriptionOf = ({ description, anyOf = [] }: Schema): string | undefined =>
  description ?? anyOf.find((schema) => schema.description !== undefined)?.description

const meaningOf = ({ schema, example }: Row, docs: string): Html => {
  const description = descriptionOf(schema)
  const shown = schema.enum || schema.const !== undefined ? undefined : shownExample(example)
  return join(
    [
      ...(description === undefined ? [] : [prose(description, docs)]),
      ...(schema.default === undefined ? [] : [html`Default: <code>${String(schema.default)}</code>.`]),
      ...(shown === undefined ? [] : [html`<span class="eg">Example: <code>${shown}</code></span>`]),
    ],
    ' ',
  )
}

/** A table of names with their types. `id`: the rows have anchors `<id>.<name>`. */
export const tableOf = (
  { caption, first, docs, id }: { caption: string; first: string; docs: string; id?: string },
  rows: readonly Row[],
): Html =>
  html`<table>
<caption>${caption}</caption>
<thead><tr><th scope="col">${first}</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${rows.map((row) => {
  const anchor = id === undefined ? html`` : html` id="${id}.${row.name}"`
  const must = row.required && id === undefined ? html` <span class="must">required</span>` : undefined
  return html`<tr${anchor}><th scope="row"><code>${row.name}</code>${must}</th><td>${typeOf(row.schema, docs)}</td><td>${meaningOf(row, docs)}</td></tr>`
})}
</tbody>
</table>`
