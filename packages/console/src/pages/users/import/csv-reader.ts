/** Records of CSV text that arrives in pieces. A blank line is a record of one empty cell. */
export type CsvReader = {
  readonly push: (text: string) => readonly (readonly string[])[]
  readonly end: () => readonly (readonly string[])[]
}

/** Reads RFC 4180 with any line end. A quote inside an unquoted cell is an ordinary character. */
export const csvReader = (separator: string): CsvReader => {
  let records: (readonly string[])[] = []
  let record: string[] = []
  let cell = ''
  let isQuoted = false
  // A quote inside a quoted cell: the end of the cell, or the first half of a doubled quote.
  let isAfterQuote = false
  let isAfterReturn = false
  const endCell = () => {
    record.push(cell)
    cell = ''
    isAfterQuote = false
  }
  const endRecord = () => {
    endCell()
    records.push(record)
    record = []
  }
  const read = (character: string) => {
    if (isQuoted && !isAfterQuote) {
      if (character === '"') isAfterQuote = true
      else cell += character
      return
    }
    if (isAfterQuote) {
      if (character === '"') {
        cell += '"'
        isAfterQuote = false
        return
      }
      isQuoted = false
      isAfterQuote = false
    }
    if (character === '\n' && isAfterReturn) {
      isAfterReturn = false
      return
    }
    isAfterReturn = character === '\r'
    if (character === separator) endCell()
    else if (character === '\n' || character === '\r') endRecord()
    else if (character === '"' && cell === '') isQuoted = true
    else cell += character
  }
  const taken = () => {
    const found = records
    records = []
    return found
  }
  return {
    push(text) {
      for (const character of text) read(character)
      return taken()
    },
    end() {
      if (cell !== '' || record.length > 0 || isQuoted) endRecord()
      return taken()
    },
  }
}

/** The separator that occurs most often in the first line, outside of quotes. */
export const separatorOf = (text: string): string => {
  const declared = /^sep=(.)\r?\n/i.exec(text)?.[1]
  if (declared !== undefined) return declared
  const [first = ''] = text
    .replaceAll(/"[^"]*"/g, '')
    .trimStart()
    .split(/[\r\n]/, 1)
  const countOf = (separator: string) => first.split(separator).length
  return [',', ';', '\t'].reduce((best, one) => (countOf(one) > countOf(best) ? one : best))
}
