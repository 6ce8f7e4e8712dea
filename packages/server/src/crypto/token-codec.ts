import type { TokenCodec, TokenFacts } from '../core/tokens/token.ts'
import { makeAuditId } from './audit-id.ts'
import { type FernetKey, openFernet, sealFernet } from './fernet.ts'
import { decodeTokenPayload, encodeTokenPayload, type TokenPayload } from './token-format.ts'

export type TokenCodecParts = {
  /** The ring as it is now: the primary first, which seals; all of them open. */
  readonly keys: () => readonly FernetKey[]
  /** Method names in the order of their bits. */
  readonly methods: readonly string[]
}

const payloadOf = (facts: TokenFacts): TokenPayload => {
  const { userId, methods, expiresAt, auditIds, scope } = facts
  const common = { userId, methods, expiresAt, auditIds }
  switch (scope.kind) {
    case 'domain':
      return { kind: 'domain', ...common, domainId: scope.domainId }
    case 'project':
      return { kind: 'project', ...common, projectId: scope.projectId }
    default:
      return { kind: scope.kind, ...common }
  }
}

const factsOf = (payload: TokenPayload, issuedAt: number): TokenFacts | undefined => {
  const { userId, methods, auditIds } = payload
  const common = { userId, methods, auditIds, issuedAt, expiresAt: Math.floor(payload.expiresAt) }
  switch (payload.kind) {
    case 'unscoped':
    case 'system':
      return { ...common, scope: { kind: payload.kind } }
    case 'domain':
      return { ...common, scope: { kind: 'domain', domainId: payload.domainId } }
    case 'project':
      return { ...common, scope: { kind: 'project', projectId: payload.projectId } }
    default:
      return undefined
  }
}

/** Identity v3 tokens: Keystone's payloads in Fernet envelopes (keystone-fernet.md). */
export const makeTokenCodec = ({ keys, methods }: TokenCodecParts): TokenCodec => ({
  seal(facts) {
    const [primary] = keys()
    if (!primary) throw new Error('The key ring is empty.')
    return sealFernet(primary, encodeTokenPayload(payloadOf(facts), methods), facts.issuedAt)
  },
  open(token) {
    const opened = openFernet(keys(), token)
    const payload = opened && decodeTokenPayload(opened.plain, methods)
    return payload && factsOf(payload, opened.issuedAt)
  },
  newAuditId: makeAuditId,
})
