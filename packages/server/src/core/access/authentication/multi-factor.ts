import type { UserOptions } from '../../directory/users/user.ts'

type Rules = Pick<UserOptions, 'multi_factor_auth_enabled' | 'multi_factor_auth_rules'>

/**
 * The rules of a user that still ask for more than the methods that were proved; undefined when these are enough.
 * Of the rules only methods that the server has count: one of others alone is no rule, and where all are such
 * there are none, so that a setting never locks anybody out. Named are those that share a method with the proved
 * ones (keystone.md section 7).
 */
export const missingFactors = (
  { multi_factor_auth_enabled: enabled = true, multi_factor_auth_rules: input = [] }: Rules,
  proved: readonly string[],
  known: readonly string[],
): readonly (readonly string[])[] | undefined => {
  const rules = input
    .map((rule) => rule.filter((method) => known.includes(method)))
    .filter((rule) => rule.length > 0)
  if (!enabled || rules.length === 0) return undefined
  if (rules.some((rule) => rule.every((method) => proved.includes(method)))) return undefined
  return rules.filter((rule) => rule.some((method) => proved.includes(method)))
}
