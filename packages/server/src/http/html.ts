/** Markup that may stand in a page as it is. Only `html` makes it, so that nothing unescaped gets into one (T69). */
export type Html = { readonly markup: string }

type Value = string | Html | readonly (Html | undefined)[] | undefined

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (email) => entities[email] ?? '')

const written = (value: Value): string => {
  if (value === undefined) return ''
  if (typeof value === 'string') return escaped(value)
  if ('markup' in value) return value.markup
  return value.flatMap((line) => line?.markup ?? []).join('\n')
}

/**
 * Text between the pieces is escaped, for elements and for attributes in quotes; what is
 * undefined leaves nothing, and a list is one to a line.
 */
export const html = (pieces: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  markup: pieces.map((piece, i) => piece + (i < values.length ? written(values[i]) : '')).join(''),
})
