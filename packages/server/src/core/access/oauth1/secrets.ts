import type { Ports } from '../../kernel/ports.ts'

type Kind = 'consumer' | 'request_token' | 'access_token'
type With = Pick<Ports, 'secrets' | 'sealing'>

const purpose = (kind: Kind, id: string) => `oauth1 ${kind} ${id}`

/** Told to its owner once; the store has it sealed, for this one id. */
export const newSecret = (
  kind: Kind,
  id: string,
  { secrets, sealing }: With,
): { readonly secret: string; readonly sealedSecret: string } => {
  const secret = secrets.makeHex()
  return { secret, sealedSecret: sealing.seal(purpose(kind, id), secret) }
}

export const openSecret = (
  kind: Kind,
  { id, sealedSecret }: { readonly id: string; readonly sealedSecret: string },
  { sealing }: Pick<With, 'sealing'>,
): string => sealing.open(purpose(kind, id), sealedSecret)
