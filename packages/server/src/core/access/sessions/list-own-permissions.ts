import { requireCaller, selfTarget } from '../../kernel/caller.ts'
import { query } from '../../kernel/operation.ts'
import { type RuleName, ruleNames } from '../../kernel/rules/defaults/all.ts'
import type { RuleTarget } from '../../kernel/rules/rule-book.ts'

/**
 * Ordinary objects of the domain: none of the caller's own, and no role that managers may not assign. With each kind of
 * role: managers grant some global roles, and bind members to roles of the domain.
 */
const ordinaryObjectsOf = (domainId: string): readonly RuleTarget[] => {
  const inDomain = { domain_id: domainId }
  return [null, domainId].map((roleDomainId) => ({
    target: {
      ...inDomain,
      domain: { id: domainId },
      user: { ...inDomain, kind: 'human' },
      group: inDomain,
      project: inDomain,
      role: { domain_id: roleDomainId, name: 'member' },
      limit: { domain: { id: domainId }, project: inDomain },
      message: inDomain,
      plan: inDomain,
      webhook: inDomain,
    },
  }))
}

/**
 * The rules that allow the caller to work with ordinary objects of a domain; absent: of the domain in scope, or else its
 * own domain. For clients that offer only what is possible. Each operation still decides for its object.
 */
export const listOwnPermissions = query({
  rule: 'muster:get_me',
  target: (_input: { readonly domainId?: string | undefined }, _found, { caller }) => selfTarget(caller),
  read: ({ domainId }, _found, { caller, may }) => {
    const { scope, userDomainId } = requireCaller(caller)
    const id = domainId ?? (scope.kind === 'domain' ? scope.domainId : userDomainId)
    const targets = ordinaryObjectsOf(id)
    const isAllowed = (name: RuleName) => targets.some((target) => may(name, target))
    return { domainId: id, rules: ruleNames.filter(isAllowed) }
  },
})
