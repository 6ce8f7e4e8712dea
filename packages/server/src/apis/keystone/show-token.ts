import type { PreSerialized } from '@muster/contract/operation.ts'
import type { TokenView } from '../../core/access/tokens/token.ts'
import { plainTime, tokenTime } from './times.ts'

/** The delegation of a token with delegated authority. */
const showDelegation = (delegated: TokenView['delegated']) => {
  switch (delegated?.kind) {
    case undefined:
      return {}
    case 'trust':
      return {
        'OS-TRUST:trust': {
          id: delegated.id,
          impersonation: delegated.impersonation,
          trustor_user: { id: delegated.trustorId },
          trustee_user: { id: delegated.trusteeId },
        },
      }
    case 'application_credential':
      return {
        application_credential: {
          id: delegated.id,
          name: delegated.name,
          restricted: delegated.restricted,
          ...(delegated.accessRules
            ? {
                access_rules: delegated.accessRules.map(({ id, service, method, path }) => ({
                  id,
                  service,
                  method,
                  path,
                })),
              }
            : {}),
        },
      }
    case 'oauth1':
      return { 'OS-OAUTH1': { access_token_id: delegated.accessTokenId, consumer_id: delegated.consumerId } }
  }
}

/** The certificate binding of the token, if any (RFC 8705). */
const showBinding = ({ certificateThumbprint }: TokenView['payload']) =>
  certificateThumbprint === undefined ? {} : { oauth2_credential: { 'x5t#S256': certificateThumbprint } }

const showListed = ({ id, authUrl, spUrl }: TokenView['serviceProviders'][number]) => ({
  id,
  auth_url: authUrl,
  sp_url: spUrl,
})
/** A federated user has no password. */
const showFederation = ({ payload: { federation }, user }: TokenView) =>
  federation
    ? {
        'OS-FEDERATION': {
          groups: federation.groupIds.map((id) => ({ id })),
          identity_provider: { id: federation.identityProviderId },
          protocol: { id: federation.protocolId },
        },
      }
    : { password_expires_at: plainTime(user.passwordExpiresAt) }

/** The body of a token (keystone.md section 6.4), the same at issue and at every validation. */
export const showToken = (view: TokenView, { catalog }: { readonly catalog: boolean }) => {
  const { payload: facts, user, scope, delegated, serviceProviders } = view
  const shared = {
    methods: [...facts.methods],
    user: {
      id: user.id,
      name: user.name,
      domain: user.domain,
      ...showFederation(view),
    },
    audit_ids: [...facts.auditIds],
    issued_at: tokenTime(facts.issuedAt),
    expires_at: tokenTime(facts.expiresAt),
    ...(serviceProviders.length === 0 ? {} : { service_providers: serviceProviders.map(showListed) }),
  }
  if (scope.kind === 'unscoped') return shared
  const scoped = {
    ...shared,
    roles: view.roles.map(({ id, name }) => ({ id, name })),
    ...(catalog ? { catalog: view.catalog as never } : {}),
  }
  switch (scope.kind) {
    case 'project':
      return {
        ...scoped,
        project: scope.project,
        ...(delegated?.kind === 'trust' ? {} : { is_domain: false }),
        ...showDelegation(delegated),
        ...showBinding(facts),
      }
    case 'domain':
      return { ...scoped, domain: scope.domain, ...showDelegation(delegated) }
    case 'system':
      return { ...scoped, system: { all: true as const }, ...showDelegation(delegated) }
  }
}

const bodies = new WeakMap<TokenView, PreSerialized>()

const catalogs = new WeakMap<TokenView['catalog'], Uint8Array>()

/** The largest part of most bodies; shared by all tokens with the same catalog. */
const renderCatalog = (catalog: TokenView['catalog']): Uint8Array => {
  const known = catalogs.get(catalog)
  if (known) return known
  const bytes = Buffer.from(`,"catalog":${JSON.stringify(catalog)}}}`)
  catalogs.set(catalog, bytes)
  return bytes
}

/** The body as bytes, rendered once per view: the hot path. */
export const renderToken = (view: TokenView): PreSerialized => {
  const known = bodies.get(view)
  if (known) return known
  const bare = JSON.stringify({ token: showToken(view, { catalog: false }) })
  const rendered =
    view.scope.kind === 'unscoped'
      ? Buffer.from(bare)
      : Buffer.concat([Buffer.from(bare.slice(0, -2)), renderCatalog(view.catalog)])
  const body = { rendered }
  bodies.set(view, body)
  return body
}
