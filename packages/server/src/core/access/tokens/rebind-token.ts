import type { TokenPayload, TokenScope, TokenView } from './token.ts'

const targetIdOf = (scope: TokenScope): string => {
  switch (scope.kind) {
    case 'domain':
      return scope.domainId
    case 'project':
      return scope.projectId
    default:
      return ''
  }
}

const isSameFederation = (one: TokenPayload['federation'], other: TokenPayload['federation']): boolean =>
  one?.identityProviderId === other?.identityProviderId &&
  one?.protocolId === other?.protocolId &&
  one?.groupIds.join() === other?.groupIds.join()

/** Whether two tokens have the same user, scope, delegation and federated sign-in; audit chains and times may differ. */
export const isSameAuthority = (one: TokenPayload, other: TokenPayload): boolean =>
  one.userId === other.userId &&
  one.scope.kind === other.scope.kind &&
  targetIdOf(one.scope) === targetIdOf(other.scope) &&
  one.trustId === other.trustId &&
  one.applicationCredentialId === other.applicationCredentialId &&
  one.accessTokenId === other.accessTokenId &&
  one.certificateThumbprint === other.certificateThumbprint &&
  isSameFederation(one.federation, other.federation)

/** The view of another token with the same authority. `facts` must not expire after the delegation. */
export const rebindToken = (view: TokenView, token: string, facts: TokenPayload): TokenView => ({
  ...view,
  token,
  payload: facts,
  expiresAt: facts.expiresAt,
  cacheExpiresAt: Math.min(view.cacheExpiresAt, facts.expiresAt),
  caller: {
    ...view.caller,
    chain: {
      ...view.caller.chain,
      methods: facts.methods,
      auditIds: facts.auditIds,
      expiresAt: facts.expiresAt,
    },
  },
  dependsOn: [
    `token:${facts.auditIds[0]}`,
    ...view.dependsOn.filter((key) => key !== `token:${view.payload.auditIds[0]}`),
  ],
})
