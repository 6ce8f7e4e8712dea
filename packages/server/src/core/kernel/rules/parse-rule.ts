import { type Check, compileRule } from './compile-rule.ts'
import { type RuleText, readRule } from './read-rule.ts'

/**
 * A rule on its own, ready to ask. Throws a `RuleError` naming `ruleName` and the character where reading
 * stopped. Whether the rules it refers to exist is for the rule book to say.
 */
export const parseRule = (text: RuleText, ruleName = ''): Check => compileRule(readRule(text, ruleName))
