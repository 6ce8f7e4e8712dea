import { readListText } from './list-text.ts'
import { readText, rejectAt } from './mapping-input.ts'
import type { Template, TextList } from './mapping-rules.ts'

/** What the templates of a rule may refer to: the number of its requirements that feed values. */
export type Feeds = { readonly count: number }

const token = /\{\{|\}\}|\{(\d{0,9})\}|[{}]/g

/**
 * Reads text with `{0}`, `{1}` …, or `{}` for the next one; `{{` and `}}` stand for braces. Of Python's replacement
 * fields, conversions, formats and attributes are rejected.
 */
export const readTemplate = (path: string, input: unknown, feeds: Feeds): Template =>
  templateOf(path, readText(path, input), feeds)

const templateOf = (path: string, text: string, { count }: Feeds): Template => {
  const parts: Template[number][] = []
  let literal = ''
  let end = 0
  let next = 0
  let numbered = false
  for (const found of text.matchAll(token)) {
    literal += text.slice(end, found.index)
    end = found.index + found[0].length
    const digits = found[1]
    if (digits === undefined) {
      if (found[0].length === 1)
        return rejectAt(path, 'has a brace that is not part of {0}, {1} …. Write {{ or }} for a brace.')
      literal += found[0].slice(1)
      continue
    }
    if ((digits === '' && numbered) || (digits !== '' && next > 0))
      return rejectAt(path, 'has both {} and numbers in braces. Use the numbers.')
    if (digits !== '') numbered = true
    const index = digits === '' ? next++ : Number(digits)
    if (index >= count)
      return rejectAt(
        path,
        `refers to {${index}}, but the remote part has ${count} conditions that feed values.`,
      )
    if (literal !== '') parts.push({ literal })
    literal = ''
    parts.push({ index })
  }
  literal += text.slice(end)
  if (literal !== '') parts.push({ literal })
  return parts
}

/** Reads a list: `{0}` alone stands for each value, a list in the text form of Python for its items, other text for itself. */
export const readTextList = (path: string, input: unknown, feeds: Feeds): TextList => {
  const text = readText(path, input)
  const items = readListText(text)
  if (items) return { texts: items.map((item) => templateOf(path, item, feeds)) }
  const template = templateOf(path, text, feeds)
  const [only] = template
  if (template.length === 1 && only && 'index' in only) return only
  return { texts: [template] }
}
