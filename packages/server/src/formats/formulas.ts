/**
 * The beginning of a cell that spreadsheets evaluate as a formula, including full-width characters. Leading apostrophes
 * are included, so that exactly one can be removed again.
 */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/
const guarded = /^'+[=+\-@\t\r\n＝＋－＠]/

/** Prefixes text that a spreadsheet would evaluate with an apostrophe (OWASP, "CSV Injection"). */
export const guardedText = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** The inverse of `guardedText`. */
export const unguarded = (text: string): string => (guarded.test(text) ? text.slice(1) : text)
