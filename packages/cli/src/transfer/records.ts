import type { FileFormat } from './file-format.ts'

export type Records = {
  /** Passes a piece of text on; `separator` replaces the commas between the cells of CSV. */
  readonly pass: (piece: string) => string
  /** Complete records so far, without the header of CSV. */
  readonly count: () => number
}

/** Counts the records in text that comes in pieces: a line break inside of quotation marks is none of CSV's. */
export const makeRecords = (format: FileFormat, separator = ','): Records => {
  let records = format === 'csv' ? -1 : 0
  let isQuoted = false
  return {
    count: () => Math.max(0, records),
    pass(piece) {
      if (format === 'ndjson') {
        for (let at = piece.indexOf('\n'); at !== -1; at = piece.indexOf('\n', at + 1)) records++
        return piece
      }
      return piece.replace(/["\n,]/g, (character) => {
        if (character === '"') isQuoted = !isQuoted
        else if (isQuoted) return character
        else if (character === '\n') records++
        else return separator
        return character
      })
    },
  }
}
