import { type Check, compileRule } from './compile-rule.ts'
import { type RuleText, readRule } from './read-rule.ts'

/**
 * Parses and compiles one rule. Throws a `RuleError` with `ruleName` and the position of a syntax error. References to other
 * rules are checked by the rule book.
 */
export const parseRule = (text: RuleText, ruleName = ''): Check => compileRule(readRule(text, ruleName))
