import type { Sealing } from '../../kernel/ports.ts'
import type { Parameters } from './message.ts'

const purpose = 'mail'

/** Encrypts the links and passwords of an email at rest, bound to the id of its message. */
export const sealParameters = (id: string, parameters: Parameters, sealing: Sealing): string =>
  sealing.seal(purpose, JSON.stringify([id, parameters]))

/** Undefined when decryption fails: altered, of another message, or under another master key. */
export const openParameters = (id: string, sealed: string, sealing: Sealing): Parameters | undefined => {
  try {
    const [owner, parameters] = JSON.parse(sealing.open(purpose, sealed)) as [string, Parameters]
    return owner === id ? parameters : undefined
  } catch {
    return undefined
  }
}
