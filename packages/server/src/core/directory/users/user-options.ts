import { domainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'

type Options = { readonly multi_factor_auth_rules?: readonly (readonly string[])[] | null | undefined }

const limits = { rules: 100, methods: 16 } as const

const field = 'multi_factor_auth_rules'
const invalidRules = (code: ErrorCode<'invalid'>, message: string) =>
  domainError('invalid', code, message, { field })

const isRepeated = (items: readonly string[]): boolean => new Set(items).size < items.length

const checkRules = (rules: readonly (readonly string[])[]): void => {
  if (rules.length > limits.rules)
    throw invalidRules(
      'factor_rules_too_many',
      `multi_factor_auth_rules can have at most ${limits.rules} rules.`,
    )
  for (const rule of rules) {
    if (rule.length === 0 || rule.length > limits.methods)
      throw invalidRules(
        'factor_rule_size',
        `Each rule of multi_factor_auth_rules must contain 1 to ${limits.methods} methods.`,
      )
    if (isRepeated(rule))
      throw invalidRules(
        'factor_repeated',
        'A rule of multi_factor_auth_rules must not contain duplicate methods.',
      )
  }
  if (isRepeated(rules.map((rule) => JSON.stringify(rule))))
    throw invalidRules('factor_rule_repeated', 'multi_factor_auth_rules must not contain duplicate rules.')
}

/** Validates the options of a user (keystone.md section 9). Rejects with `invalid`. */
export const normalizeOptions = <T extends Options>(options: T): T => {
  if (options.multi_factor_auth_rules) checkRules(options.multi_factor_auth_rules)
  return options
}
