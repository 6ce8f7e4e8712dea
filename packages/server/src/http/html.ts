/** Safe markup. Only `html` creates it, so that no unescaped text gets into a page (T69). */
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
 * Escapes interpolated text for elements and quoted attributes. Undefined renders nothing, and the items of a list are
 * separated by line breaks.
 */
export const html = (pieces: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  markup: pieces.map((piece, i) => piece + (i < values.length ? written(values[i]) : '')).join(''),
})
