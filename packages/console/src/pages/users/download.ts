/** Offers a file that the page has made. */
export const download = (name: string, parts: BlobPart[], type: string): void => {
  const url = URL.createObjectURL(new Blob(parts, { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken the content by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** A cell that spreadsheets neither split nor execute. */
const csvCell = (text: string): string =>
  `"${text.replace(/^(?=['=+\-@\t\r\n])/, "'").replaceAll('"', '""')}"`

/** Rows as CSV, with a byte order mark for spreadsheets. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`
