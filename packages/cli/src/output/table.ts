import { styleText } from 'node:util'
import stringWidth from 'string-width'
import type { Column } from './columns.ts'
import { safeText } from './safe-text.ts'

const ascii = /^[\x20-\x7e]*$/
const widthOf = (text: string): number => (ascii.test(text) ? text.length : stringWidth(text))

const segmenter = new Intl.Segmenter()

/** The beginning of a text with an ellipsis, at most `width` wide. */
const cut = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text
  let kept = ''
  let used = 1
  for (const { segment } of segmenter.segment(text)) {
    used += widthOf(segment)
    if (used > width) break
    kept += segment
  }
  return `${kept}…`
}

const gap = '  '
const narrowest = 12

/** Ids are for copying, so they are never cut. */
const isId = (name: string) => name === 'id' || name.endsWith('_id')

/** Makes the widest columns narrower until the table fits the terminal. */
const fit = (columns: readonly Column[], widths: readonly number[], available: number): readonly number[] => {
  const fitted = [...widths]
  const total = () => fitted.reduce((sum, width) => sum + width, gap.length * (fitted.length - 1))
  while (total() > available) {
    const candidates = fitted.map((width, at) => (isId(columns[at]?.name ?? '') ? 0 : width))
    const widest = Math.max(...candidates)
    if (widest <= narrowest) break
    fitted[candidates.indexOf(widest)] = widest - 1
  }
  return fitted
}

/** The width of the terminal; undefined if standard output is none. */
const terminalWidth = (): number | undefined => (process.stdout.isTTY ? process.stdout.columns : undefined)

const bold = (text: string) => styleText('bold', text, { stream: process.stdout })

const line = (cells: readonly string[], widths: readonly number[]): string =>
  cells
    .map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell))))
    .join(gap)
    .trimEnd()

/** Formats rows as a table; the first ones determine the widths. */
export const makeTable = (columns: readonly Column[], first: readonly object[]) => {
  const cellsOf = (row: object) => columns.map(({ text }) => safeText(text(row)))
  const heads = columns.map(({ name }) => safeText(name.toUpperCase()))
  const widths = heads.map((head, at) =>
    first.reduce<number>((most, row) => Math.max(most, widthOf(cellsOf(row)[at] ?? '')), widthOf(head)),
  )
  const available = terminalWidth()
  const fitted = available === undefined ? widths : fit(columns, widths, available)
  const cutAll = (cells: readonly string[]) =>
    available === undefined
      ? cells
      : cells.map((cell, at) => (isId(columns[at]?.name ?? '') ? cell : cut(cell, fitted[at] ?? 0)))
  return {
    head: `${bold(line(cutAll(heads), fitted))}\n`,
    row: (row: object): string => `${line(cutAll(cellsOf(row)), fitted)}\n`,
  }
}

/** The fields of one object, one on each line. */
export const fieldsTable = (columns: readonly Column[], object: object): string => {
  const width = Math.max(...columns.map(({ name }) => name.length))
  return columns
    .map(({ name, text }) => `${bold(name.padEnd(width))}${gap}${safeText(text(object))}`.trimEnd())
    .map((one) => `${one}\n`)
    .join('')
}
