import type { Caller, Delegation } from '../caller.ts'
import { domainError } from '../domain-error.ts'

/** A restricted application credential is one that is not `unrestricted`. */
type Restriction = Exclude<Delegation['kind'], 'none'> | 'restricted_application_credential'

const trustOrOAuth = ['trust', 'oauth1'] as const
const anyDelegation = [...trustOrOAuth, 'application_credential'] as const

/**
 * What callers with lent authority may not do, whatever their roles: one table for every route, read by the
 * executor before any rule (security.md section A).
 */
const delegationRestrictions: Readonly<Record<string, readonly Restriction[]>> = {
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
  // T12: nobody keeps by a password what was lent for a while.
  'muster:set_own_password': anyDelegation,
  // What was lent is for some work, not for ending whose it is.
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
  // T05
  'identity:ec2_create_credential': ['restricted_application_credential'],
  'identity:ec2_delete_credential': ['restricted_application_credential'],
  // T09, T11
  'identity:authorize_request_token': anyDelegation,
  'identity:list_access_tokens': anyDelegation,
  'identity:get_access_token': anyDelegation,
  'identity:delete_access_token': anyDelegation,
  'identity:list_access_token_roles': anyDelegation,
  'identity:get_access_token_role': anyDelegation,
}

/** EC2-made tokens speak for their owner at other services only (T15). */
const openToEc2 = new Set(['identity:validate_token', 'identity:check_token'])

/** Whether this caller's authority was lent in a way that may not do this. */
export const isRestricted = (caller: Caller, rule: string): boolean => {
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

export const delegationNotAllowed = (rule: string) =>
  domainError(
    'forbidden',
    'forbidden_to_delegation',
    `Authority that was lent is not enough for the requested action: ${rule}.`,
    {
      rule,
    },
  )
