import type { JwsClaims } from './jws.ts'
import { isAuditId, latestTime } from './token-fields.ts'
import type { EncodedToken } from './token-format.ts'

type FieldsOf<Token> = Token extends EncodedToken ? Exclude<keyof Token, 'kind'> : never
type CommonField = 'userId' | 'methods' | 'expiresAt' | 'auditIds'
type Field = Exclude<FieldsOf<EncodedToken>, CommonField> | 'system'

const isId = (value: unknown): value is string => typeof value === 'string' && /^.{1,64}$/su.test(value)
const isListOf = (value: unknown, is: (one: unknown) => boolean, least: number, most: number) =>
  Array.isArray(value) && value.length >= least && value.length <= most && value.every(is)
const isSeconds = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= latestTime

/** The claims of every token, as Keystone names them. */
const common: Readonly<Record<CommonField, { claim: string; is: (value: unknown) => boolean }>> = {
  userId: { claim: 'sub', is: isId },
  expiresAt: { claim: 'exp', is: isSeconds },
  methods: { claim: 'openstack_methods', is: (value) => isListOf(value, isId, 0, 16) },
  auditIds: { claim: 'openstack_audit_ids', is: (value) => isListOf(value, isAuditId, 1, 2) },
}

/** The claims of some kinds of tokens. */
const others: Readonly<Record<Field, { claim: string; is: (value: unknown) => boolean }>> = {
  system: { claim: 'openstack_system', is: (value) => value === 'all' },
  domainId: { claim: 'openstack_domain_id', is: isId },
  projectId: { claim: 'openstack_project_id', is: isId },
  trustId: { claim: 'openstack_trust_id', is: isId },
  groupIds: { claim: 'openstack_group_ids', is: (value) => isListOf(value, isId, 0, 1000) },
  identityProviderId: { claim: 'openstack_idp_id', is: isId },
  protocolId: { claim: 'openstack_protocol_id', is: isId },
  accessTokenId: { claim: 'openstack_access_token_id', is: isId },
  applicationCredentialId: { claim: 'openstack_app_cred_id', is: isId },
  thumbprint: { claim: 'openstack_thumbprint', is: isId },
}

const federation = ['groupIds', 'identityProviderId', 'protocolId'] as const

type Shape = { readonly required: readonly Field[]; readonly optional?: readonly Field[] }

/** The fields of each kind; no two kinds accept the same ones. */
const shapes: Readonly<Record<EncodedToken['kind'], Shape>> = {
  unscoped: { required: [] },
  system: { required: ['system'] },
  domain: { required: ['domainId'] },
  project: { required: ['projectId'] },
  trust: { required: ['trustId'], optional: ['projectId'] },
  federated_unscoped: { required: federation },
  federated_project: { required: [...federation, 'projectId'] },
  federated_domain: { required: [...federation, 'domainId'] },
  oauth1: { required: ['projectId', 'accessTokenId'] },
  application_credential: { required: ['applicationCredentialId'], optional: ['projectId'] },
  oauth2_mtls: { required: ['thumbprint'], optional: ['projectId', 'domainId'] },
}

const has = (present: readonly string[], { required, optional = [] }: Shape): boolean =>
  required.every((field) => present.includes(field)) &&
  present.every((field) => [...required, ...optional].some((one) => one === field))

/** The claims of a token. `issuedAt`: Unix seconds. */
export const claimsOf = (payload: EncodedToken, issuedAt: number): JwsClaims => {
  const values: Readonly<Record<string, unknown>> = {
    ...payload,
    ...(payload.kind === 'system' ? { system: 'all' } : {}),
  }
  const claims: Record<string, unknown> = { iat: issuedAt }
  for (const [field, { claim }] of Object.entries({ ...common, ...others }))
    if (values[field] !== undefined) claims[claim] = values[field]
  return claims
}

/** Undefined for claims that are not exactly those of one kind: an unknown claim could restrict the token. */
export const tokenOfClaims = (
  claims: JwsClaims,
): { readonly payload: EncodedToken; readonly issuedAt: number } | undefined => {
  const left: Record<string, unknown> = { ...claims }
  const { iat } = left
  if (!isSeconds(iat)) return undefined
  delete left['iat']
  const payload: Record<string, unknown> = {}
  const take = (
    field: string,
    { claim, is }: { claim: string; is: (value: unknown) => boolean },
  ): boolean => {
    const value = left[claim]
    delete left[claim]
    payload[field] = value
    return is(value)
  }
  for (const [field, row] of Object.entries(common)) if (!take(field, row)) return undefined
  const present: string[] = []
  for (const [field, row] of Object.entries(others)) {
    if (left[row.claim] === undefined) continue
    if (!take(field, row)) return undefined
    present.push(field)
  }
  if (Object.keys(left).length > 0) return undefined
  const kind = Object.entries(shapes).find(([, shape]) => has(present, shape))?.[0]
  if (kind === undefined) return undefined
  const { system: _, ...fields } = payload
  return { payload: { kind, ...fields } as EncodedToken, issuedAt: iat }
}
