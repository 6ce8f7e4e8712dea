import type { Ports } from '../../kernel/ports.ts'

type Kind = 'consumer' | 'request_token' | 'access_token'
type With = Pick<Ports, 'secrets' | 'sealing'>

const purpose = (kind: Kind, id: string) => `oauth1 ${kind} ${id}`

/** The sealed form of a secret that already exists. It opens for the same kind and id only. */
export const sealSecret = (
  kind: Kind,
  id: string,
  secret: string,
  { sealing }: Pick<With, 'sealing'>,
): string => sealing.seal(purpose(kind, id), secret)

/** A new secret, shown once. The sealed form opens for the same kind and id only. */
export const newSecret = (
  kind: Kind,
  id: string,
  { secrets, sealing }: With,
): { readonly secret: string; readonly sealedSecret: string } => {
  const secret = secrets.makeHex()
  return { secret, sealedSecret: sealSecret(kind, id, secret, { sealing }) }
}

export const openSecret = (
  kind: Kind,
  { id, sealedSecret }: { readonly id: string; readonly sealedSecret: string },
  { sealing }: Pick<With, 'sealing'>,
): string => sealing.open(purpose(kind, id), sealedSecret)
