/** A problem in a rule. `at` is the offset in characters, from 0, within the rule's text. */
export type RuleProblem = { readonly rule: string; readonly at?: number; readonly message: string }

/** Thrown while rules are loaded, never during a check. */
export type RuleError = Error & { readonly name: 'RuleError'; readonly problems: readonly RuleProblem[] }

/** More problems would hide the first, which usually causes the rest. */
const maxShown = 20

const describe = ({ rule, at, message }: RuleProblem): string =>
  `rule "${clip(rule)}"${at === undefined ? '' : ` at character ${at}`}: ${message}`

/** Shortens text from a rules file for error messages. */
export const clip = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** One error for all problems, so that an operator can fix a rules file at once. */
export const ruleError = (problems: readonly RuleProblem[]): RuleError => {
  const shown = problems.slice(0, maxShown).map(describe)
  if (problems.length > maxShown) shown.push(`and ${problems.length - maxShown} more`)
  return Object.assign(new Error(shown.join('\n')), { name: 'RuleError' as const, problems })
}

export const isRuleError = (thrown: unknown): thrown is RuleError =>
  thrown instanceof Error && thrown.name === 'RuleError' && 'problems' in thrown
