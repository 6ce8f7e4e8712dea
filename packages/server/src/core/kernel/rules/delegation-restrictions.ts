import type { Caller, Delegation } from '../caller.ts'
import { domainError } from '../domain-error.ts'
import type { RuleOrAccess } from '../operation.ts'

/** A restricted application credential is one without `unrestricted`. */
type Restriction = Exclude<Delegation['kind'], 'none'> | 'restricted_application_credential'

const trustOrOAuth = ['trust', 'oauth1'] as const
const anyDelegation = [...trustOrOAuth, 'application_credential'] as const

/**
 * The operations that delegated callers may not perform, regardless of their roles. The executor reads this table before
 * every rule (security.md section A).
 */
export const delegationRestrictions: Readonly<Partial<Record<RuleOrAccess, readonly Restriction[]>>> = {
  'identity:create_application_credential': [...trustOrOAuth, 'restricted_application_credential'],
  'identity:delete_application_credential': [...trustOrOAuth, 'restricted_application_credential'],
  'identity:list_application_credentials': trustOrOAuth,
  'identity:get_application_credential': trustOrOAuth,
  'muster:create_api_key': [...trustOrOAuth, 'restricted_application_credential'],
  'muster:update_api_key': [...trustOrOAuth, 'restricted_application_credential'],
  'muster:rotate_api_key': [...trustOrOAuth, 'restricted_application_credential'],
  'muster:delete_api_key': [...trustOrOAuth, 'restricted_application_credential'],
  'muster:list_api_keys': trustOrOAuth,
  'muster:get_api_key': trustOrOAuth,
  // T12: a new password would outlive the delegation.
  'muster:set_own_password': anyDelegation,
  // T09: a second factor signs its user in.
  'muster:list_own_second_factors': trustOrOAuth,
  'muster:manage_own_second_factors': anyDelegation,
  // A delegation must not be used to take authority from the delegator.
  'muster:leave_project': anyDelegation,
  // A delegation is for one project or domain, and the delegator is a member of others.
  'muster:list_own_project_members': anyDelegation,
  // T09: delegated credentials do not access the seeds of one-time passwords.
  'muster:reset_user_second_factors': anyDelegation,
  // A delegation must not be used to delete the delegator.
  'muster:delete_own_user': [...trustOrOAuth, 'restricted_application_credential'],
  'identity:list_access_rules': trustOrOAuth,
  'identity:get_access_rule': trustOrOAuth,
  'identity:delete_access_rule': [...trustOrOAuth, 'restricted_application_credential'],
  // T08
  'identity:create_trust': ['oauth1', 'application_credential'],
  'identity:list_trusts': ['application_credential'],
  'identity:list_trusts_for_trustor': ['application_credential'],
  'identity:list_trusts_for_trustee': ['application_credential'],
  'identity:get_trust': ['application_credential'],
  'identity:delete_trust': ['application_credential'],
  'identity:list_roles_for_trust': ['application_credential'],
  'identity:get_role_for_trust': ['application_credential'],
  // A caller that configures the directory of a domain can sign in there as any user, beyond the delegation.
  'identity:create_domain_config': [...trustOrOAuth, 'restricted_application_credential'],
  'identity:update_domain_config': [...trustOrOAuth, 'restricted_application_credential'],
  'identity:delete_domain_config': [...trustOrOAuth, 'restricted_application_credential'],
  // T05
  'identity:ec2_create_credential': ['restricted_application_credential'],
  'identity:ec2_delete_credential': ['restricted_application_credential'],
  // T09, T11
  'identity:authorize_request_token': anyDelegation,
  'identity:list_access_tokens': anyDelegation,
  'identity:get_access_token': anyDelegation,
  'identity:delete_access_token': anyDelegation,
  'identity:list_access_token_roles': anyDelegation,
  // A sign-in through a mapping would outlive the delegation, as the user and with the rights that the mapping names.
  'identity:create_identity_provider': [...trustOrOAuth, 'restricted_application_credential'],
  'identity:update_identity_provider': [...trustOrOAuth, 'restricted_application_credential'],
  'identity:create_protocol': [...trustOrOAuth, 'restricted_application_credential'],
  'identity:update_protocol': [...trustOrOAuth, 'restricted_application_credential'],
  'identity:create_mapping': [...trustOrOAuth, 'restricted_application_credential'],
  'identity:update_mapping': [...trustOrOAuth, 'restricted_application_credential'],
  'identity:get_access_token_role': anyDelegation,
}

/** Tokens issued for EC2 signatures are for other services; here they can only be validated (T15). */
const openToEc2 = new Set<RuleOrAccess>(['identity:validate_token', 'identity:check_token'])

/** Whether the caller's delegation excludes operations with this rule. */
export const isRestricted = (caller: Caller, rule: RuleOrAccess): boolean => {
  if (caller.kind !== 'known') return false
  const { delegation, methods } = caller.chain
  if (methods.includes('ec2credential') && !openToEc2.has(rule)) return true
  const restrictions = delegationRestrictions[rule]
  if (delegation.kind === 'none' || !restrictions) return false
  const restricted = delegation.kind === 'application_credential' && !delegation.unrestricted
  return (
    restrictions.includes(delegation.kind) ||
    (restricted && restrictions.includes('restricted_application_credential'))
  )
}

export const delegationNotAllowed = (rule: RuleOrAccess) =>
  domainError(
    'forbidden',
    'forbidden_to_delegation',
    `The action ${rule} is not allowed with delegated credentials (trust, application credential, OAuth token).`,
    { rule },
  )
