import type { UserOptions } from '../../directory/users/user.ts'

type Rules = Pick<UserOptions, 'multi_factor_auth_enabled' | 'multi_factor_auth_rules'>

/**
 * The multi-factor rules that share a method with the completed ones; undefined when a rule is satisfied (keystone.md
 * section 7). Methods that the server does not have are ignored, and so are rules without any other method, so that a
 * user option cannot lock its user out.
 */
export const missingFactors = (
  { multi_factor_auth_enabled: enabled = true, multi_factor_auth_rules: userRules = [] }: Rules,
  completed: readonly string[],
  known: readonly string[],
): readonly (readonly string[])[] | undefined => {
  const rules = userRules
    .map((rule) => rule.filter((method) => known.includes(method)))
    .filter((rule) => rule.length > 0)
  if (!enabled || rules.length === 0) return undefined
  if (rules.some((rule) => rule.every((method) => completed.includes(method)))) return undefined
  return rules.filter((rule) => rule.some((method) => completed.includes(method)))
}
