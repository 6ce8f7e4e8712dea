import type { TokenCodec, TokenPayload } from '../core/access/tokens/token.ts'
import type { Federation } from '../core/kernel/caller.ts'
import type { Settings } from '../core/kernel/settings.ts'
import { makeAuditId } from './audit-id.ts'
import { type FernetKey, openFernet, sealFernet } from './fernet.ts'
import { type JwsKey, openJws, signJws } from './jws.ts'
import { claimsOf, tokenOfClaims } from './jws-claims.ts'
import { decodeTokenPayload, type EncodedToken, encodeTokenPayload } from './token-format.ts'

export type TokenCodecParts = {
  /** The format of new tokens; tokens of either format are opened. */
  readonly format: Settings['tokenFormat']
  /** The current rings: the first key is the primary, which seals; all keys open. */
  readonly fernetKeys: () => readonly FernetKey[]
  readonly jwsKeys: () => readonly JwsKey[]
  /** Method names in the order of their bits. */
  readonly methods: readonly string[]
}

const ec2 = 'ec2credential'
const oauth2 = 'oauth2_credential'

const payloadOf = (facts: TokenPayload): EncodedToken => {
  const { userId, methods, expiresAt, auditIds, scope } = facts
  const common = {
    userId,
    methods: methods.filter((name) => name !== ec2 && name !== oauth2),
    expiresAt,
    auditIds,
  }
  const project = scope.kind === 'project' ? { projectId: scope.projectId } : {}
  if (facts.trustId !== undefined) return { kind: 'trust', ...common, ...project, trustId: facts.trustId }
  if (facts.applicationCredentialId !== undefined)
    return {
      kind: 'application_credential',
      ...common,
      ...project,
      applicationCredentialId: facts.applicationCredentialId,
    }
  if (facts.accessTokenId !== undefined && scope.kind === 'project')
    return { kind: 'oauth1', ...common, projectId: scope.projectId, accessTokenId: facts.accessTokenId }
  if (facts.certificateThumbprint !== undefined)
    return { kind: 'oauth2_mtls', ...common, ...project, thumbprint: facts.certificateThumbprint }
  if (facts.federation) return federatedOf(facts.federation, common, scope)
  switch (scope.kind) {
    case 'domain':
      return { kind: 'domain', ...common, domainId: scope.domainId }
    case 'project':
      return { kind: 'project', ...common, projectId: scope.projectId }
    default:
      return { kind: scope.kind, ...common }
  }
}

/** Keystone has no federated token for the system; the sign-in does not issue one. */
const federatedOf = (
  federation: Federation,
  common: Pick<EncodedToken, 'userId' | 'methods' | 'expiresAt' | 'auditIds'>,
  scope: TokenPayload['scope'],
): EncodedToken => {
  switch (scope.kind) {
    case 'domain':
      return { kind: 'federated_domain', ...common, ...federation, domainId: scope.domainId }
    case 'project':
      return { kind: 'federated_project', ...common, ...federation, projectId: scope.projectId }
    case 'unscoped':
      return { kind: 'federated_unscoped', ...common, ...federation }
    default:
      throw new RangeError('A federated token cannot be scoped to the system.')
  }
}

const federationOf = ({ groupIds, identityProviderId, protocolId }: Federation): Federation => ({
  groupIds,
  identityProviderId,
  protocolId,
})

const factsOf = (payload: EncodedToken, issuedAt: number): TokenPayload | undefined => {
  const { userId, auditIds } = payload
  // Keystone has no bit for EC2 credentials: a token without a method was issued for them.
  const methods = payload.methods.length === 0 ? [ec2] : payload.methods
  const common = { userId, methods, auditIds, issuedAt, expiresAt: Math.floor(payload.expiresAt) }
  switch (payload.kind) {
    case 'unscoped':
    case 'system':
      return { ...common, scope: { kind: payload.kind } }
    case 'domain':
      return { ...common, scope: { kind: 'domain', domainId: payload.domainId } }
    case 'project':
      return { ...common, scope: { kind: 'project', projectId: payload.projectId } }
    case 'trust':
      if (payload.projectId === undefined) return undefined
      return { ...common, scope: { kind: 'project', projectId: payload.projectId }, trustId: payload.trustId }
    case 'oauth1':
      return {
        ...common,
        scope: { kind: 'project', projectId: payload.projectId },
        accessTokenId: payload.accessTokenId,
      }
    case 'application_credential':
      return {
        ...common,
        // Without a project the scope is a domain or the system, which the credential defines.
        scope:
          payload.projectId === undefined
            ? { kind: 'unscoped' }
            : { kind: 'project', projectId: payload.projectId },
        applicationCredentialId: payload.applicationCredentialId,
      }
    case 'oauth2_mtls':
      if (payload.projectId === undefined) return undefined
      return {
        ...common,
        methods: payload.methods.length === 0 ? [oauth2] : payload.methods,
        scope: { kind: 'project', projectId: payload.projectId },
        certificateThumbprint: payload.thumbprint,
      }
    case 'federated_unscoped':
      return { ...common, scope: { kind: 'unscoped' }, federation: federationOf(payload) }
    case 'federated_project':
      return {
        ...common,
        scope: { kind: 'project', projectId: payload.projectId },
        federation: federationOf(payload),
      }
    case 'federated_domain':
      return {
        ...common,
        scope: { kind: 'domain', domainId: payload.domainId },
        federation: federationOf(payload),
      }
  }
}

/** Identity v3 tokens with Keystone's payloads: encrypted (keystone-fernet.md), or signed with ES256 (JWS). */
export const makeTokenCodec = ({ format, fernetKeys, jwsKeys, methods }: TokenCodecParts): TokenCodec => ({
  seal(facts) {
    const [primary] = fernetKeys()
    const [signer] = jwsKeys()
    if (format === 'jws' && signer) return signJws(signer, claimsOf(payloadOf(facts), facts.issuedAt))
    if (format === 'fernet' && primary)
      return sealFernet(primary, encodeTokenPayload(payloadOf(facts), methods), facts.issuedAt)
    throw new Error('The key ring is empty.')
  },
  open(token) {
    if (token.includes('.')) {
      const claims = openJws(jwsKeys(), token)
      const opened = claims && tokenOfClaims(claims)
      return opened && factsOf(opened.payload, opened.issuedAt)
    }
    const opened = openFernet(fernetKeys(), token)
    const payload = opened && decodeTokenPayload(opened.plain, methods)
    return payload && factsOf(payload, opened.issuedAt)
  },
  newAuditId: makeAuditId,
})
