import { RE2JS } from 're2js'
import { domainError } from '../core/kernel/domain-error.ts'
import type { CompilePattern } from '../core/kernel/ports.ts'

export const compilePattern: CompilePattern = (pattern) => {
  try {
    const compiled = RE2JS.compile(pattern)
    return { size: compiled.programSize(), isIn: (text) => compiled.test(text) }
  } catch (error) {
    throw domainError('invalid', 'pattern_unsupported', `The pattern is not supported: ${String(error)}`)
  }
}
