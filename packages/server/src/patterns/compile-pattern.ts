import { RE2JS, RE2JSException } from 're2js'
import type { CompilePattern } from '../core/kernel/ports.ts'
import { toRe2, UnsupportedSyntax } from './python-syntax.ts'

/** Patterns of mappings are input of clients: RE2 has no backtracking, so no text makes a search slow (T75). */
export const compilePattern: CompilePattern = (pattern) => {
  try {
    const compiled = RE2JS.compile(toRe2(pattern))
    return { size: compiled.programSize(), isIn: (text) => compiled.test(text) }
  } catch (error) {
    if (error instanceof UnsupportedSyntax) return { problem: error.message }
    if (error instanceof RE2JSException)
      return { problem: `is not a valid regular expression: ${error.message.slice(0, 200)}.` }
    throw error
  }
}
