import { type CatalogService, readCatalog } from './catalog.ts'
import { asArray, asObject, asText, readTime } from './fields.ts'

export type TokenObject = {
  readonly id: string
  readonly name?: string
  readonly domain?: { readonly id: string; readonly name?: string }
}

/** What a token is for. The token itself comes from `connection.token()`. */
export type TokenDetails = {
  /** The methods of the authentication, such as `password` and `totp`. */
  readonly methods: readonly string[]
  readonly user: TokenObject
  /** The scope: one of the three, or none. */
  readonly project?: TokenObject
  readonly domain?: TokenObject
  readonly system?: 'all'
  /** The roles of the user on the scope. */
  readonly roles: readonly { readonly id: string; readonly name: string }[]
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly auditIds: readonly string[]
  /** Empty for tokens without a scope. */
  readonly catalog: readonly CatalogService[]
  readonly trust?: {
    readonly id: string
    readonly impersonation: boolean
    readonly trustorUserId: string
    readonly trusteeUserId: string
  }
  readonly applicationCredential?: {
    readonly id: string
    readonly name: string
    /** Whether the credential may not manage application credentials and trusts. */
    readonly restricted: boolean
  }
}

export const readNamed = (value: unknown, name: string): TokenObject => {
  const { id, name: text, domain } = asObject(value, name)
  return {
    id: asText(id, `${name}.id`),
    ...(typeof text === 'string' && { name: text }),
    ...(domain !== undefined && domain !== null && { domain: readNamed(domain, `${name}.domain`) }),
  }
}

/** Those of the objects that the response contains, by their names. */
export const readPresent = (objects: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(objects).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, readNamed(value, name)]],
    ),
  ) as Readonly<Record<string, TokenObject>>

const readTexts = (value: unknown, name: string): readonly string[] =>
  asArray(value ?? [], name).map((one) => asText(one, name))

const timeOf = (value: unknown, name: string): Date => readTime(asText(value, name), name) as Date

const trustOf = (value: unknown): NonNullable<TokenDetails['trust']> => {
  const { id, impersonation, trustor_user, trustee_user } = asObject(value, 'OS-TRUST:trust')
  return {
    id: asText(id, 'OS-TRUST:trust.id'),
    impersonation: impersonation === true,
    trustorUserId: readNamed(trustor_user, 'trustor_user').id,
    trusteeUserId: readNamed(trustee_user, 'trustee_user').id,
  }
}

const credentialOf = (value: unknown): NonNullable<TokenDetails['applicationCredential']> => {
  const { restricted, ...named } = asObject(value, 'application_credential')
  const { id, name = '' } = readNamed(named, 'application_credential')
  return { id, name, restricted: restricted === true }
}

/** The details in the body of a token response. */
export const tokenFromWire = (body: unknown): TokenDetails => {
  const token = asObject(asObject(body, 'the response')['token'], 'token')
  const { methods, user, project, domain, system, roles, issued_at, expires_at, audit_ids, catalog } = token
  const { 'OS-TRUST:trust': trust, application_credential: credential } = token
  return {
    methods: readTexts(methods, 'methods'),
    user: readNamed(user, 'user'),
    ...readPresent({ project, domain }),
    ...(system !== undefined && { system: 'all' }),
    roles: asArray(roles ?? [], 'roles').map((role) => {
      const { id, name = '' } = readNamed(role, 'role')
      return { id, name }
    }),
    issuedAt: timeOf(issued_at, 'issued_at'),
    expiresAt: timeOf(expires_at, 'expires_at'),
    auditIds: readTexts(audit_ids, 'audit_ids'),
    catalog: readCatalog(catalog),
    ...(trust !== undefined && { trust: trustOf(trust) }),
    ...(credential !== undefined && { applicationCredential: credentialOf(credential) }),
  }
}
