import { Script } from 'node:vm'
import type { Patterns } from '../core/kernel/ports.ts'

/** Milliseconds. */
const longest = 100

const compiled = (pattern: string): RegExp => {
  // Anchored as Keystone's is. Patterns written for no Unicode mode may not be read in it.
  try {
    return new RegExp(`^(?:${pattern})`, 'u')
  } catch {
    return new RegExp(`^(?:${pattern})`)
  }
}

/** Whether it is a regular expression at all. */
export const isPattern = (pattern: string): boolean => {
  try {
    compiled(pattern)
    // Alone as well: a pattern must not close the brackets around it.
    return new RegExp(pattern) !== undefined
  } catch {
    return false
  }
}

const matching = new Script('pattern.test(text)')

/**
 * Regular expressions of an operator against text of anybody. Some patterns take for ever over some text
 * (CVE-2024-10270, T75), so that each is stopped after a while and then counts as not matching.
 */
export const patterns: Patterns = {
  matches(pattern, text) {
    try {
      return matching.runInNewContext({ pattern: compiled(pattern), text }, { timeout: longest }) === true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false
      throw error
    }
  },
}
