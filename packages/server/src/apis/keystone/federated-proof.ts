import type { FederatedProof } from '../../core/access/federation/sign-in/federated-proof.ts'
import type { RequestContext } from '../../http/api.ts'

/** Whether the peer is a proxy that may forward the attributes of users. */
export type IsFrontServer = (address: string) => boolean

const secretHeader = 'x-federation-secret'

/** Headers arrive as bytes; front servers send UTF-8. */
const decoded = (value: string): string => {
  const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return value
  }
}

/** The proof of a sign-in at an identity provider: the attributes of a front server, or an access token. */
export const federatedProofOf = (
  context: RequestContext,
  isFrontServer: IsFrontServer,
): FederatedProof | undefined => {
  const secret = context.header(secretHeader)
  if (secret !== undefined)
    return {
      kind: 'front_server',
      trusted: isFrontServer(context.peer),
      secret,
      header: (name) => {
        const value = context.header(name)
        return value === undefined ? undefined : decoded(value)
      },
    }
  const [, token] = /^Bearer +(\S+) *$/i.exec(context.header('authorization') ?? '') ?? []
  return token === undefined ? undefined : { kind: 'access_token', token }
}
