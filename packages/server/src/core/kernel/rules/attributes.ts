import type { RuleCredentials } from './credentials.ts'
import { spelled } from './template.ts'

/**
 * - text: compared literally
 * - `null`: the token has no value; only `None` matches (`domain_id:None`)
 * - `undefined`: the token has no such attribute; nothing matches
 */
type Attribute = (credentials: RuleCredentials) => string | null | undefined

// An empty id counts as absent, so that it does not match another empty one (T20).
const present = (value: string | null | undefined) => value || undefined
const orNull = (value: string | null | undefined) => value || null

/**
 * The attributes that a rule can name on its left side, beside roles and literals. A closed list: a misspelt attribute
 * never matches, so `not user_idd:…` would silently allow every caller.
 */
const attributes = {
  user_id: (c) => orNull(c.user_id),
  user_domain_id: (c) => orNull(c.user_domain_id),
  system_scope: (c) => orNull(c.system_scope),
  domain_id: (c) => orNull(c.domain_id),
  project_id: (c) => orNull(c.project_id),
  project_domain_id: (c) => orNull(c.project_domain_id),
  is_admin_project: (c) => (typeof c.is_admin_project === 'boolean' ? spelled(c.is_admin_project) : null),
  trust_id: (c) => orNull(c.trust_id),
  trustor_id: (c) => orNull(c.trustor_id),
  trustee_id: (c) => orNull(c.trustee_id),
  system: (c) => present(c.system_scope),
  // Set by Keystone's shared admin token only, which Muster does not have.
  is_admin: () => undefined,
  'token.user.id': (c) => present(c.user_id),
  'token.user.domain.id': (c) => present(c.user_domain_id),
  'token.domain.id': (c) => present(c.domain_id),
  'token.project.id': (c) => present(c.project_id),
  'token.project.domain.id': (c) => present(c.project_domain_id),
  'trust.id': (c) => present(c.trust_id),
  'trust.trustor_id': (c) => present(c.trustor_id),
  'trust.trustee_id': (c) => present(c.trustee_id),
} satisfies Record<string, Attribute>

export type AttributePath = keyof typeof attributes

export const attributePaths = Object.keys(attributes) as readonly AttributePath[]

export const isAttributePath = (path: string): path is AttributePath => Object.hasOwn(attributes, path)

export const attributeAt = (path: AttributePath): Attribute => attributes[path]
