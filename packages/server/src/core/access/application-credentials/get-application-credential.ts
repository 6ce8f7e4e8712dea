import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { RuleName } from '../../kernel/rules/defaults/all.ts'
import type {
  AccessRule,
  ApplicationCredential,
  ApplicationCredentialView,
} from './application-credential.ts'

export type NamedCredential = {
  /** The expected owner: a credential of another user is `not_found`. The rule compares the stored owner (T22). */
  readonly userId: string
  readonly id: string
  /** Credentials of another scope type are `not_found`. */
  readonly scopeType?: AssignmentTarget['type'] | undefined
}

type Stored = Pick<OperationContext, 'stores'>

/** The Identity v3 rule for credentials scoped to a project; otherwise the rule for API keys. */
export const credentialRules = (identity: RuleName, muster: RuleName) => ({
  any: [identity, muster],
  choose: ({ scopeType }: Pick<NamedCredential, 'userId' | 'scopeType'>): RuleName =>
    scopeType === 'project' ? identity : muster,
})

/** The credential of that id and scope type; undefined when there is none. */
export const findCredential = async (
  { id, scopeType }: NamedCredential,
  { stores }: Stored,
): Promise<ApplicationCredential | undefined> => {
  const credential = await stores.applicationCredentials.get(id)
  return scopeType === undefined || credential?.scope.type === scopeType ? credential : undefined
}

/** Rules compare the stored owner; for a missing credential, the user in the path. */
export const credentialTarget = (
  { userId }: Pick<NamedCredential, 'userId'>,
  credential: ApplicationCredential | undefined,
) => ({ user_id: credential?.userId ?? userId })

/** Adds roles and access rules to a whole page. Roles deleted since are left out. */
export const viewed = async (
  credentials: readonly ApplicationCredential[],
  { stores }: Stored,
): Promise<readonly ApplicationCredentialView[]> => {
  const [roles, accessRules] = await Promise.all([
    stores.roles.getMany([...new Set(credentials.flatMap(({ roleIds }) => roleIds))]),
    stores.accessRules.getMany([...new Set(credentials.flatMap(({ accessRuleIds }) => accessRuleIds ?? []))]),
  ])
  const roleOf = new Map(roles.map((role) => [role.id, role]))
  const accessRuleOf = new Map(
    accessRules.map((accessRule): [string, AccessRule] => [accessRule.id, accessRule]),
  )
  return credentials.map(({ secretHash: _secret, key: _key, roleIds, accessRuleIds, ...shown }) => ({
    ...shown,
    roles: roleIds.flatMap((id) => roleOf.get(id) ?? []),
    accessRules: accessRuleIds?.flatMap((id) => accessRuleOf.get(id) ?? []) ?? null,
  }))
}

export const viewedOne = async (
  credential: ApplicationCredential,
  at: Stored,
): Promise<ApplicationCredentialView> => {
  const [view] = await viewed([credential], at)
  if (!view) throw notFound('application_credential', credential.id)
  return view
}

export const getApplicationCredential = query({
  rules: credentialRules('identity:get_application_credential', 'muster:get_api_key'),
  load: (input: NamedCredential, at) => findCredential(input, at),
  target: credentialTarget,
  read: async ({ id, userId }, credential, at): Promise<ApplicationCredentialView> => {
    if (credential?.userId !== userId) throw notFound('application_credential', id)
    return viewedOne(credential, at)
  },
})
