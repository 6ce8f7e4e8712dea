import { keystone } from '@muster/contract/keystone/all.ts'
import { versions as rootContract } from '@muster/contract/keystone/discovery.ts'
import type { Contract } from '@muster/contract/operation.ts'
import type { BearerReader } from '../../core/access/authentication/bearer.ts'
import type { TokenReader } from '../../core/access/tokens/token-reader.ts'
import {
  type Api,
  type ApiDefinition,
  BadRequest,
  type Handlers,
  type RequestContext,
} from '../../http/api.ts'
import { defineApi } from '../../http/define-api.ts'
import type { Limits } from '../../http/rate-limits.ts'
import { parseJson } from '../../http/read-json.ts'
import { accessRules } from './access-rules.ts'
import { accessibleScopes } from './accessible-scopes.ts'
import { applicationCredentials } from './application-credentials.ts'
import { auth } from './auth.ts'
import { authenticate, presentsSecret } from './authenticate.ts'
import { createToken } from './create-token.ts'
import { credentials } from './credentials.ts'
import { discovery, versions } from './discovery.ts'
import { domainConfiguration } from './domain-configuration.ts'
import { domains } from './domains.ts'
import { ec2 } from './ec2.ts'
import { endpointFilter } from './endpoint-filter.ts'
import { endpointGroups } from './endpoint-groups.ts'
import { endpointPolicies } from './endpoint-policies.ts'
import { endpoints } from './endpoints.ts'
import { renderHttpError, toErrorResponse } from './errors.ts'
import type { IsFrontServer } from './federated-proof.ts'
import { federatedSignIn } from './federated-sign-in.ts'
import { federationProtocols } from './federation-protocols.ts'
import { grants, inheritedGrants } from './grants.ts'
import { groups } from './groups.ts'
import { identityProviders } from './identity-providers.ts'
import { impliedRoles } from './implied-roles.ts'
import { limits } from './limits.ts'
import { mappings } from './mappings.ts'
import { oauth1 } from './oauth1.ts'
import { type OAuth2ClientAuth, oauth2 } from './oauth2.ts'
import { isOAuth2, oauth2ErrorResponse, renderOAuth2HttpError } from './oauth2-errors.ts'
import { policies } from './policies.ts'
import { projectTags } from './project-tags.ts'
import { projects } from './projects.ts'
import { regions } from './regions.ts'
import { registeredLimits } from './registered-limits.ts'
import { revokeEvents } from './revoke-events.ts'
import { roleAssignments } from './role-assignments.ts'
import { roles } from './roles.ts'
import { saml2 } from './saml2.ts'
import { serviceProviders } from './service-providers.ts'
import { services } from './services.ts'
import { trusts } from './trusts.ts'
import { users } from './users.ts'
import { validateTokenFastPath } from './validate-token.ts'

/** Bytes; Keystone's own limit (keystone.md section 1). */
const bodyLimit = 114_688

/** JSON if the content type is JSON or absent; always an object (keystone.md section 1). */
const readBody = (bytes: Buffer, contentType: string | undefined): unknown => {
  if (
    contentType !== undefined &&
    contentType !== '' &&
    !/^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType.trim())
  )
    throw new BadRequest('The body must be JSON (Content-Type: application/json).')
  const body = parseJson(bytes)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new BadRequest('The body must be a JSON object.')
  return body
}

export type KeystoneParts = {
  readonly tokens: TokenReader
  readonly bearer: BearerReader
  /** For requests with the secret of a session or an API key; those with tokens have none. */
  readonly limits: Limits
  readonly clientAuth: OAuth2ClientAuth
  readonly isFrontServer: IsFrontServer
}

const api = <C extends Contract>(
  prefix: string,
  contract: C,
  handlers: Handlers<C>,
  { tokens, bearer, limits }: KeystoneParts,
  fastPaths: NonNullable<ApiDefinition<C, RequestContext>['fastPaths']> = {},
): Api =>
  defineApi<C>({
    name: 'keystone',
    prefix,
    contract,
    handlers,
    contextOf: (context) => context,
    bodyLimit,
    authenticate: authenticate({ tokens, bearer }),
    authenticateBeforeBody: true,
    limits,
    isCounted: presentsSecret,
    toErrorResponse: (error, request) =>
      (isOAuth2(request) ? oauth2ErrorResponse : toErrorResponse)(error, request),
    renderHttpError: (error, request) => (isOAuth2(request) ? renderOAuth2HttpError : renderHttpError)(error),
    readBody,
    headers: ({ id, shownId }) => ({
      vary: prefix === '' ? 'X-Auth-Token, Authorization, Accept' : 'X-Auth-Token, Authorization',
      'x-openstack-request-id': id,
      ...(shownId === id ? {} : { 'x-request-id': shownId }),
    }),
    fastPaths,
  })

/** OpenStack Identity v3 at `/v3`, and its list of versions at `/`. */
export const keystoneApis = (parts: KeystoneParts): readonly Api[] => [
  api(
    '/v3',
    keystone,
    {
      ...discovery,
      ...accessRules,
      ...applicationCredentials,
      ...auth,
      ...createToken(parts.isFrontServer),
      ...credentials,
      ...domainConfiguration,
      ...domains,
      ...ec2,
      ...endpointFilter,
      ...endpointGroups,
      ...endpointPolicies,
      ...endpoints,
      ...federatedSignIn(parts.isFrontServer),
      ...federationProtocols,
      ...grants,
      ...groups,
      ...identityProviders,
      ...impliedRoles,
      ...inheritedGrants,
      ...limits,
      ...mappings,
      ...oauth1,
      ...oauth2(parts.clientAuth),
      ...policies,
      ...projects,
      ...projectTags,
      ...accessibleScopes,
      ...regions,
      ...registeredLimits,
      ...revokeEvents,
      ...roleAssignments,
      ...roles,
      ...saml2,
      ...serviceProviders,
      ...services,
      ...trusts,
      ...users,
    },
    parts,
    { validateToken: validateTokenFastPath(parts.tokens) },
  ),
  api('', rootContract, versions, parts),
]
