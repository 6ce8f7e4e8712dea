import type { SourceRow } from './keystone-source.ts'

const separator = '\u001f'

/** The values of columns as one text. */
export const rowKey = (columns: readonly string[], row: SourceRow): string =>
  columns.map((column) => String(row[column] ?? '')).join(separator)

/** The values of a key, in the order of its columns. */
export const valuesOfKey = (key: string): readonly string[] => key.split(separator)

/** Whether another row could have the same key. */
export const isAmbiguous = (columns: readonly string[], key: string): boolean =>
  valuesOfKey(key).length !== columns.length

/** Shown in reports: what a terminal cannot run and a line can hold. */
export const shownId = (key: string): string =>
  key
    .replaceAll(separator, ', ')
    .replaceAll(/[\p{C}]/gu, '\ufffd')
    .slice(0, 200)
