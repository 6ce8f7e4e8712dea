/**
 * Spreadsheets run a cell that begins like this as a formula; the wide forms too, where an input method writes them.
 * Apostrophes before it count, so that exactly one can be taken away again.
 */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/
const guarded = /^'+[=+\-@\t\r\n＝＋－＠]/

/** Text that no spreadsheet runs: an apostrophe stands before what it would (OWASP, "CSV Injection"). */
export const guardedText = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** What `guardedText` was given. */
export const unguarded = (text: string): string => (guarded.test(text) ? text.slice(1) : text)
