import type { RuleDefault } from '../rule-default.ts'
import { accountRules } from './accounts.ts'
import { applicationCredentialRules } from './application-credentials.ts'
import { catalogRules } from './catalog.ts'
import { credentialRules } from './credentials.ts'
import { delegationRules } from './delegation.ts'
import { domainRules } from './domains.ts'
import { eventRules } from './events.ts'
import { federationRules } from './federation.ts'
import { groupRules } from './groups.ts'
import { limitRules } from './limits.ts'
import { messageRules } from './messages.ts'
import { namedRules } from './named-rules.ts'
import { policyRules } from './policies.ts'
import { projectRules } from './projects.ts'
import { roleRules } from './roles.ts'
import { serverRules } from './server.ts'
import { tokenRules } from './tokens.ts'
import { userRules } from './users.ts'

/** The rules of operations: Keystone's with their names and meaning (`identity:`), and Muster's own (`muster:`). */
const operationRules = [
  ...accountRules,
  ...applicationCredentialRules,
  ...catalogRules,
  ...credentialRules,
  ...delegationRules,
  ...domainRules,
  ...eventRules,
  ...federationRules,
  ...groupRules,
  ...limitRules,
  ...messageRules,
  ...policyRules,
  ...projectRules,
  ...roleRules,
  ...serverRules,
  ...tokenRules,
  ...userRules,
]

/** Every shipped rule. */
export const allRules: readonly RuleDefault[] = [...namedRules, ...operationRules]

/** A rule that authorises an operation. The policy file of an operator can define further rules, which only rules refer to. */
export type RuleName = (typeof operationRules)[number]['name']

export const ruleNames: readonly RuleName[] = operationRules.map(({ name }) => name)
