import type { Column } from './columns.ts'
import { safeText } from './safe-text.ts'

/** Spreadsheets execute cells that begin with these characters as formulas. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/

const cell = (text: string): string => {
  const shown = process.stdout.isTTY ? safeText(text) : text
  const guarded = formula.test(shown) ? `'${shown}` : shown
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** CSV (RFC 4180). */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

export const csvHead = (columns: readonly Column[]): string => csvLine(columns.map(({ name }) => name))

export const csvRow = (columns: readonly Column[], row: object): string =>
  csvLine(columns.map(({ text }) => text(row)))
