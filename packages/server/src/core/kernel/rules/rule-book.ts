import { type Check, compileRule, type Lookup } from './compile-rule.ts'
import type { RuleCredentials } from './credentials.ts'
import { linkProblems } from './link-rules.ts'
import { type RuleText, readRule } from './read-rule.ts'
import type { RuleDefault, ScopeKind } from './rule-default.ts'
import { isRuleError, type RuleProblem, ruleError } from './rule-error.ts'
import { type RuleTree, referencesOf } from './rule-tree.ts'
import type { Target } from './template.ts'

export type RuleTarget = Target
export type Verdict = 'allowed' | 'forbidden'

export type RuleBook = {
  /** The shipped rules; an operator's aliases are not included. */
  readonly names: ReadonlySet<string>
  /** Throws for an unknown rule name, a programming error that must not lead to a decision (T28). */
  allows(name: string, scopeKind: ScopeKind, credentials: RuleCredentials, target: RuleTarget): Verdict
}

/**
 * Parses and links all rules. `overrides` replace checks by name; a new name is accepted only when another rule refers to
 * it, since it would otherwise be a misspelling without effect. Throws one `RuleError` with all problems.
 */
export const makeRuleBook = (
  defaults: readonly RuleDefault[],
  overrides: Readonly<Record<string, RuleText>> = {},
): RuleBook => {
  const shipped = new Map(defaults.map((rule) => [rule.name, rule]))
  const texts = new Map<string, RuleText>(defaults.map(({ name, check }) => [name, check]))
  for (const [name, text] of Object.entries(overrides)) texts.set(name, text)

  const { trees, problems } = readAll(texts)
  throwAny([
    ...repeated(defaults),
    ...problems,
    ...linkProblems(trees, new Set(texts.keys())),
    // A rule that failed to parse might refer to an alias.
    ...(problems.length === 0 ? unreferencedOverrides(trees, shipped) : []),
  ])

  const checks = new Map<string, Check>([...trees].map(([name, tree]) => [name, compileRule(tree)]))
  const lookup: Lookup = (name) => checks.get(name) ?? unknown(name)
  const entries = new Map([...shipped].map(([name, { scopes }]) => [name, { scopes, check: lookup(name) }]))

  return {
    names: new Set(shipped.keys()),
    allows(name, scopeKind, credentials, target) {
      const { scopes, check } = entries.get(name) ?? unknown(name)
      if (!scopes.includes(scopeKind)) return 'forbidden'
      return check({ credentials, target }, lookup) ? 'allowed' : 'forbidden'
    },
  }
}

const unknown = (name: string): never => {
  throw ruleError([{ rule: name, message: 'there is no such rule' }])
}

const throwAny = (problems: readonly RuleProblem[]): void => {
  if (problems.length > 0) throw ruleError(problems)
}

const repeated = (defaults: readonly RuleDefault[]): readonly RuleProblem[] => {
  const seen = new Set<string>()
  return defaults
    .filter(({ name }) => seen.size === seen.add(name).size)
    .map(({ name }) => ({ rule: name, message: 'is defined twice' }))
}

const readAll = (texts: ReadonlyMap<string, RuleText>) => {
  const trees = new Map<string, RuleTree>()
  const problems: RuleProblem[] = []
  for (const [name, text] of texts)
    try {
      trees.set(name, readRule(text, name))
    } catch (thrown) {
      if (!isRuleError(thrown)) throw thrown
      problems.push(...thrown.problems)
    }
  return { trees, problems }
}

const unreferencedOverrides = (
  trees: ReadonlyMap<string, RuleTree>,
  shipped: ReadonlyMap<string, RuleDefault>,
): readonly RuleProblem[] => {
  const referred = new Set<string>()
  for (const [rule, tree] of trees)
    for (const { name } of referencesOf(tree)) if (name !== rule) referred.add(name)
  return [...trees.keys()]
    .filter((name) => !shipped.has(name) && !referred.has(name))
    .map((rule) => ({ rule, message: 'overrides no existing rule, and no rule refers to it' }))
}
