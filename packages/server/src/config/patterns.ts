import { Script } from 'node:vm'
import type { Patterns } from '../core/kernel/ports.ts'

/** Milliseconds. */
const longest = 100

const compiled = (pattern: string): RegExp => {
  // Anchored like Keystone's. Some valid patterns do not compile in Unicode mode.
  try {
    return new RegExp(`^(?:${pattern})`, 'u')
  } catch {
    return new RegExp(`^(?:${pattern})`)
  }
}

/** Whether the text is a valid regular expression. */
export const isPattern = (pattern: string): boolean => {
  try {
    compiled(pattern)
    // Compiled on its own as well: a pattern must not close the group around it.
    return new RegExp(pattern) !== undefined
  } catch {
    return false
  }
}

const matching = new Script('pattern.test(text)')

/**
 * Matches the operator's regular expressions against untrusted text. Some patterns backtrack without end on some
 * text (CVE-2024-10270, T75), so each match has a time limit and counts as not matching when it exceeds it.
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
