import { requireCaller } from '../../kernel/caller.ts'
import { query } from '../../kernel/operation.ts'
import { type RuleName, ruleNames } from '../../kernel/rules/defaults/all.ts'
import type { RuleTarget } from '../../kernel/rules/rule-book.ts'

/** An ordinary object of the domain: none of the caller's own, and no role that managers may not assign. */
const ordinaryObjectOf = (domainId: string): RuleTarget => {
  const inDomain = { domain_id: domainId }
  return {
    target: {
      ...inDomain,
      domain: { id: domainId },
      user: { ...inDomain, kind: 'human' },
      group: inDomain,
      project: inDomain,
      // Managers assign global roles.
      role: { domain_id: null, name: 'member' },
      limit: { domain: { id: domainId }, project: inDomain },
      message: inDomain,
      plan: inDomain,
      webhook: inDomain,
    },
  }
}

/**
 * The rules that allow the caller to work with ordinary objects of a domain; absent: of the domain in scope, or else its
 * own domain. For clients that offer only what is possible. Each operation still decides for its object.
 */
export const listOwnPermissions = query({
  access: 'authenticated',
  read: ({ domainId }: { readonly domainId?: string | undefined }, _found, { caller, may }) => {
    const { scope, userDomainId } = requireCaller(caller)
    const id = domainId ?? (scope.kind === 'domain' ? scope.domainId : userDomainId)
    const target = ordinaryObjectOf(id)
    return { domainId: id, rules: ruleNames.filter((name: RuleName) => may(name, target)) }
  },
})
