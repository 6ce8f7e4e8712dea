import { domainError } from '../../kernel/domain-error.ts'

type Options = { readonly multi_factor_auth_rules?: readonly (readonly string[])[] | null | undefined }

const limits = { rules: 100, methods: 16 } as const

const field = 'multi_factor_auth_rules'
const wrong = (code: string, message: string) => domainError('invalid', code, message, { field })

const isRepeated = (items: readonly string[]): boolean => new Set(items).size < items.length

const checkRules = (rules: readonly (readonly string[])[]): void => {
  if (rules.length > limits.rules)
    throw wrong('factor_rules_too_many', `A user has at most ${limits.rules} multi_factor_auth_rules.`)
  for (const rule of rules) {
    if (rule.length === 0 || rule.length > limits.methods)
      throw wrong(
        'factor_rule_size',
        `Each rule of multi_factor_auth_rules names 1 to ${limits.methods} methods.`,
      )
    if (isRepeated(rule))
      throw wrong('factor_repeated', 'A rule of multi_factor_auth_rules names each method only once.')
  }
  if (isRepeated(rules.map((rule) => JSON.stringify(rule))))
    throw wrong('factor_rule_repeated', 'multi_factor_auth_rules holds each rule only once.')
}

/** The options that a user is given. Rejects with `invalid` (keystone.md section 9). */
export const normalizeOptions = <T extends Options>(options: T): T => {
  if (options.multi_factor_auth_rules) checkRules(options.multi_factor_auth_rules)
  return options
}
